"""The API described by itself: OpenAPI 3.1 from the routes, who may enter them, and the shapes they take."""

import inspect
import re
from collections.abc import Iterable
from typing import Any

from flask import Flask
from pydantic.json_schema import models_json_schema

_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
_REF = "#/components/schemas/{model}"
_PROBLEM = {
    "type": "object",
    "description": "application/problem+json (RFC 9457); messages are Chinese sentences",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "violations": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {name: {"type": "string"} for name in ("article", "code", "field", "message")},
            },
        },
    },
}


def describe(apps: Iterable[Flask], title: str, version: str) -> dict[str, Any]:
    """The OpenAPI document of several apps under one address."""
    found = [(rule, app.view_functions[rule.endpoint]) for app in apps for rule in app.url_map.iter_rules()]
    shapes = {vars(view)["takes"] for _, view in found if "takes" in vars(view)}
    named = sorted(shapes, key=lambda shape: shape.__name__)
    _, defined = models_json_schema([(shape, "validation") for shape in named], ref_template=_REF)
    paths: dict[str, dict[str, Any]] = {}
    for rule, view in sorted(found, key=lambda pair: pair[0].rule):
        path = _PLACE.sub(r"{\1}", rule.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            paths.setdefault(path, {})[method.lower()] = _operation(rule, view)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": {**defined.get("$defs", {}), "Problem": _PROBLEM},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
            },
        },
    }


def _operation(rule: Any, view: Any) -> dict[str, Any]:
    open_to_all = bool(vars(view).get("open_to_all"))
    operation: dict[str, Any] = {
        "operationId": rule.endpoint.replace(".", "_"),
        "summary": inspect.getdoc(view) or "",
        "x-who": ["anyone"] if open_to_all else list(vars(view)["entry"][0]),
        "security": [] if open_to_all else [{"bearer": []}, {"cookie": []}],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in rule.arguments
        ],
        "responses": {
            "2XX": {"description": "done"},
            "default": {
                "description": "refused, with the reason",
                "content": {"application/problem+json": {"schema": {"$ref": _REF.format(model="Problem")}}},
            },
        },
    }
    if "takes" in vars(view):
        shape = {"$ref": _REF.format(model=vars(view)["takes"].__name__)}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": shape}}}
    return operation
