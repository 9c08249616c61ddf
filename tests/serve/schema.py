"""JSON Schema, as far as search/web/openapi.json uses it. A keyword that is not known here is an error, so that nothing
is described which is not checked."""

import re

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
REMARKS = {"description", "default", "example", "title"}


def is_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Schemas:
    """Those of a description."""

    def __init__(self, document):
        self.document = document

    def resolve(self, value):
        """What a reference leads to; everything else is itself."""
        while "$ref" in value:
            target = self.document
            for name in value["$ref"].removeprefix("#/").split("/"):
                target = target[name]
            value = target
        return value

    def faults(self, value, schema, place="$"):
        """What is wrong with the value, a line each."""
        schema = self.resolve(schema)
        for keyword, argument in schema.items():
            if keyword in REMARKS:
                continue
            check = getattr(self, "check_" + keyword, None)
            if not check:
                yield "%s: the keyword %s is not known" % (place, keyword)
            else:
                yield from check(value, argument, schema, place)

    def check_type(self, value, names, _, place):
        if not any(is_type(value, name) for name in ([names] if isinstance(names, str) else names)):
            yield "%s: %.60r is no %s" % (place, value, names)

    def check_enum(self, value, choices, _, place):
        if value not in choices:
            yield "%s: %.60r is none of %s" % (place, value, choices)

    def check_pattern(self, value, pattern, _, place):
        if isinstance(value, str) and not re.search(pattern, value):
            yield "%s: %.60r is not as %s" % (place, value, pattern)

    def check_minimum(self, value, least, _, place):
        if is_type(value, "number") and value < least:
            yield "%s: %s is less than %s" % (place, value, least)

    def check_maximum(self, value, most, _, place):
        if is_type(value, "number") and value > most:
            yield "%s: %s is more than %s" % (place, value, most)

    def check_required(self, value, names, _, place):
        if isinstance(value, dict):
            yield from ("%s: there is no %s" % (place, name) for name in names if name not in value)

    def check_properties(self, value, properties, _, place):
        if isinstance(value, dict):
            for name, schema in properties.items():
                if name in value:
                    yield from self.faults(value[name], schema, place + "." + name)

    def check_additionalProperties(self, value, schema, whole, place):  # pylint: disable=invalid-name
        if not isinstance(value, dict):
            return
        for name in value.keys() - whole.get("properties", {}).keys():
            if schema is False:
                yield "%s: %s is not described" % (place, name)
            elif schema is not True:
                yield from self.faults(value[name], schema, place + "." + name)

    def check_items(self, value, schema, _, place):
        if isinstance(value, list):
            for number, item in enumerate(value):
                yield from self.faults(item, schema, "%s[%d]" % (place, number))

    def check_prefixItems(self, value, schemas, _, place):  # pylint: disable=invalid-name
        if isinstance(value, list):
            for number, (item, schema) in enumerate(zip(value, schemas)):
                yield from self.faults(item, schema, "%s[%d]" % (place, number))

    def check_minItems(self, value, least, _, place):  # pylint: disable=invalid-name
        if isinstance(value, list) and len(value) < least:
            yield "%s has %d items, not %d" % (place, len(value), least)

    def check_maxItems(self, value, most, _, place):  # pylint: disable=invalid-name
        if isinstance(value, list) and len(value) > most:
            yield "%s has %d items, not %d" % (place, len(value), most)

    def check_oneOf(self, value, schemas, _, place):  # pylint: disable=invalid-name
        fitting = sum(not list(self.faults(value, schema, place)) for schema in schemas)
        if fitting != 1:
            yield "%s: %.60r fits %d of %d schemas" % (place, value, fitting, len(schemas))
