"""Hooks of the documentation build: MathML and Keras' docstrings."""

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
    """Replace formulas by MathML, which browsers display without a script.

    Args:
        page_html: HTML of a page.
        **kwargs: Further arguments of the event, not used.

    Returns:
        The page with its formulas replaced.
    """
    return _FORMULA.sub(_mathml, page_html)


def _mathml(match):
    from latex2mathml import converter

    display = "block" if match[1] == "div" else "inline"
    return converter.convert(html.unescape(match[2]).strip(), display=display)


class KerasDocstrings(griffe.Extension):
    """Reads docstrings in the style of Keras.

    In this style `>>>` is not indented, "Example:" and "Reference:" precede
    text that is not indented, and "Returns:" precedes sentences.
    """

    def on_object(self, *, obj, **kwargs):
        """Rewrite one docstring as Markdown.

        Args:
            obj: Object with the docstring.
            **kwargs: Further arguments of the event, not used.
        """
        if obj.docstring is not None:
            text = _SESSION.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)
            text = _RETURNS.sub(_as_paragraphs, text)
            obj.docstring.value = _HEADING.sub(r"**\1:**", text)


def _as_paragraphs(match):
    return f"**Returns:**\n\n{textwrap.dedent(match[1])}"
