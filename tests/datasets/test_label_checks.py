import pytest
from split_pictures import pictures

from keras_creative.datasets import few_shot, holdout, load_toy


@pytest.mark.parametrize("data", [pictures(), load_toy("8Gaussians")])
class TestRefusals:
    def refuse(self, message, function, *args, **kwargs):
        with pytest.raises(ValueError, match=message):
            function(*args, **kwargs)

    def test_holdout(self, data):
        everything = range(data.num_classes)
        last = data.num_classes - 1
        self.refuse("at least one label to show", holdout, data, everything)
        self.refuse(f"0 to {last}. Rec.*99", holdout, data, [99])
        self.refuse(f"0 to {last}. Rec.*-1", holdout, data, -1)
        self.refuse("`labels` must name at least one", holdout, data)
        rest = holdout(data, [0]).training
        self.refuse("at least one label", holdout, rest, everything[1:])

    def test_few_shot(self, data):
        self.refuse("`k` .* at least 1. Received: k=0", few_shot, data, 1, 0)
        self.refuse("`k` must be an integer", few_shot, data, 1, 1.5)
        self.refuse("Received: repeat=0", few_shot, data, 1, 1, repeat=0)
        self.refuse("`label` must be.*=99", few_shot, data, 99, 1)
        self.refuse("`label` must be.*=-1", few_shot, data, -1, 1)

    def test_both(self, data):
        hidden = holdout(data, [1]).training
        message = r"held out as well. Received: label=1, holdout=\(1,\)"
        self.refuse(message, few_shot, hidden, 1, k=1)
        few = few_shot(data, 1, k=2).training
        self.refuse(r"cut down .*labels=\(1,\)", holdout, few, [1])
        self.refuse("cut down .*label=1", few_shot, few, 1, k=1)
