"""The page of a report, parsed."""

from html.parser import HTMLParser


class Page(HTMLParser):
    """The elements of a report, and its text."""

    def __init__(self, path):
        super().__init__()
        self.html = path.read_text()
        self.elements, self.words = [], []
        self.feed(self.html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag, style=None):
        return [
            attrs
            for name, attrs in self.elements
            if name == tag
            and (style is None or style in attrs.get("class", "").split())
        ]
