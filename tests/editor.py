"""A YAML text as an editor has it: scalars typed by the core rules of YAML 1.2.

Of the schema's side of an editor only; ``equitycalc`` itself reads every scalar as text.
"""

import re
from typing import Any

import yaml

_WHOLE = re.compile(r"[-+]?[0-9]+")
_OCTAL_OR_HEX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def typed(text: str) -> Any:
    """A scalar that stands without quotes."""
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return text[0] in "tT"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _OCTAL_OR_HEX.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return float(text.replace(".", "")) if _NOT_FINITE.fullmatch(text) else text


def typed_tree(tree: Any) -> Any:
    """A tree of texts, none of them in quotes."""
    if isinstance(tree, dict):
        return {key: typed_tree(each) for key, each in tree.items()}
    return [typed_tree(each) for each in tree] if isinstance(tree, list) else typed(tree)


class _Loader(yaml.BaseLoader):
    """Keys stay text; values are typed."""

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        value = str(super().construct_scalar(node))
        return value if node.style else typed(value)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value):
            raise yaml.YAMLError("a key is a text")
        return {key.value: self.construct_object(each, deep=True) for key, each in node.value}


def load(text: str | bytes) -> Any:
    """The document of a YAML text, or ``yaml.YAMLError``."""
    return yaml.load(text, _Loader)
