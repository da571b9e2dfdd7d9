"""What the site's build does beyond Markdown and mkdocstrings."""

import html
import re
import textwrap

import griffe

_FORMULA = re.compile(
    r'<(div|span) class="arithmatex">(?:\\\[|\\\()(.*?)(?:\\\]|\\\))</\1>',
    re.DOTALL,
)
_SESSION = re.compile(r"^>>> .*(?:\n.+)*", re.MULTILINE)
_HEADING = re.compile(r"^(Example|Reference):$", re.MULTILINE)
_RETURNS = re.compile(r"^Returns:\n((?:\n*    .*)+)", re.MULTILINE)


def on_page_content(page_html, **kwargs):
    """Formulas as MathML, which browsers show without a script.

    Args:
        page_html: A page in HTML.
        **kwargs: What the build tells of it.

    Returns:
        The page with its formulas replaced.
    """
    return _FORMULA.sub(_mathml, page_html)


def _mathml(match):
    from latex2mathml import converter

    display = "block" if match[1] == "div" else "inline"
    return converter.convert(html.unescape(match[2]).strip(), display=display)


class KerasDocstrings(griffe.Extension):
    """Reads docstrings in the form of Keras.

    There `>>>` stands at the margin, "Example:" and "Reference:" above what is
    not indented, and "Returns:" above sentences.
    """

    def on_object(self, *, obj, **kwargs):
        """Rewrite one docstring as Markdown.

        Args:
            obj: What it belongs to.
            **kwargs: What the reader tells besides.
        """
        if obj.docstring is not None:
            text = _SESSION.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
            text = _RETURNS.sub(_as_paragraphs, text)
            obj.docstring.value = _HEADING.sub(r"**\1:**", text)


def _as_paragraphs(match):
    return f"**Returns:**\n\n{textwrap.dedent(match[1])}"
