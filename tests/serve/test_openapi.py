"""The description of the interface is that of the running server: each path with each of its parameters, at its limits
and beyond, answers in the form that is described."""

import json
import unittest
import urllib.parse

from schema import Schemas
from toolbox import Served

FORMATS = {"html": "text/html", "json": "application/json", "text": "text/plain", "bibtex": "application/x-bibtex",
           "ris": "application/x-research-info-systems"}
SAMPLES = {"q": ["nato", '"article 5" OR marenne', "*", "zzzz", "~washingtn", "öß北"], "after": [""], "v": ["0123"],
           "from": ["2018", "2018-03", "2018-03-04", ""], "to": ["2022", "2022-12", "2022-12-31", ""],
           "person": ["Ellen Washington", 'A "B" * (C)', ""], "source": ["Meridian Wire"], "lang": ["en"],
           "facets": ["person", "person,org,source", "authors"]}
WRONG = {"from": ["yesterday", "2022-13"], "to": ["20"], "facets": ["nonsense", "text"], "after": ["nonsense"]}
IDS = {"/article/{id}": "mw-20240216-0031", "/similar/{id}": "mw-20240216-0031", "/static/{name}": "morgue.css"}


def kind_of(answer):
    return answer.headers.get("content-type", "").split(";")[0]


class Interface(Served):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.server.get("/openapi.json")
        assert answer.status == 200, answer.body
        cls.document = answer.json
        cls.schemas = Schemas(cls.document)

    def operations(self):
        for path, item in self.document["paths"].items():
            yield path, item["get"]

    def parameters(self, operation):
        return [self.schemas.resolve(entry) for entry in operation.get("parameters", [])]

    @staticmethod
    def target(path, parameters):
        for name, value in IDS.items():
            path = value.join([name.split("{")[0], ""]) if path == name else path
        return path + ("?" + urllib.parse.urlencode(parameters) if parameters else "")

    def check_answer(self, path, operation, parameters, wanted=200, accept="*/*"):
        answer = self.server.get(self.target(path, parameters), Accept=accept)
        place = "%s %s" % (path, parameters)
        self.assertEqual(answer.status, wanted, (place, answer.body[:300]))
        name = str(wanted) if str(wanted) in operation["responses"] else "%dXX" % (wanted // 100)
        content = self.schemas.resolve(operation["responses"][name])["content"]
        schema = content.get(kind_of(answer), content.get("*/*"))
        self.assertIsNotNone(schema, "%s: %s is not described" % (place, kind_of(answer)))
        if kind_of(answer).endswith("json") and "ndjson" not in kind_of(answer):
            self.assertEqual(list(self.schemas.faults(answer.json, schema.get("schema", {}))), [], place)
        return answer

    @staticmethod
    def values(operation, parameter):
        """Pairs: what may be said, and what may not."""
        name, schema = parameter["name"], parameter["schema"]
        if name == "format":
            content = operation["responses"]["200"]["content"]
            return ([value for value, kind in FORMATS.items() if kind in content],
                    ["exe", "csv"] + [value for value, kind in FORMATS.items() if kind not in content])
        if "enum" in schema:
            return schema["enum"], ["nonsense"]
        if schema["type"] == "integer":
            return ([schema["minimum"], schema["maximum"], schema.get("default", schema["minimum"])],
                    [schema["minimum"] - 1, schema["maximum"] + 1, "x", "1.5"])
        return SAMPLES.get(name, ["x"]), WRONG.get(name, [])

    @staticmethod
    def is_data(operation):
        return "text/html" not in operation["responses"]["200"]["content"]

    def test_each_parameter(self):
        asked = 0
        for path, operation in self.operations():
            self.check_answer(path, operation, {})
            for parameter in self.parameters(operation):
                if parameter["in"] == "path":
                    continue
                has_format = any(p["name"] == "format" for p in self.parameters(operation))
                more = {"format": "json"} if has_format and not self.is_data(operation) else {}
                right, wrong = self.values(operation, parameter)
                for value in right:
                    self.check_answer(path, operation, {**more, parameter["name"]: value})
                for value in wrong if more or self.is_data(operation) else ():
                    self.check_answer(path, operation, {**more, parameter["name"]: value}, 400)
                asked += len(right) + len(wrong)
        self.assertGreater(asked, 300)

    def test_all_of_it_at_once(self):
        everything = {"q": "nato OR marenne", "from": "2000", "sort": "newest", "n": 20, "offset": 1, "snippets": 3,
                      "exact": 1, "full": 1, "explain": 1, "facets": "person,org,location,source,section,author,topic",
                      "values": 50, "timeline": "month", "format": "json"}
        page = self.check_answer("/search", self.document["paths"]["/search"]["get"], everything).json
        self.assertGreater(len(page["results"]), 10)
        self.assertTrue(page["timeline"] and page["facets"]["person"] and page["plan"])
        self.assertTrue(page["results"][0]["reasons"] and page["results"][0]["snippets"])

    def test_pages_follow(self):
        operation = self.document["paths"]["/search"]["get"]
        after, ids = "", []
        while after is not None:
            page = self.check_answer("/search", operation, {"q": "the", "n": 9, "after": after, "format": "json"}).json
            ids += [hit["id"] for hit in page["results"]]
            after = page["next"]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertEqual(len(ids), page["total"])

    def test_every_article(self):
        operation = self.document["paths"]["/article/{id}"]["get"]
        lines = self.server.get("/export.jsonl").text.splitlines()
        hit = {"$ref": "#/components/schemas/Hit"}
        self.assertGreater(len(lines), 70)
        for line in lines:
            self.assertEqual(list(self.schemas.faults(json.loads(line), hit)), [])
            IDS["/article/{id}"] = urllib.parse.quote(json.loads(line)["id"], safe="")
            article = self.check_answer("/article/{id}", operation, {"format": "json"}).json
            self.assertEqual(article["id"], json.loads(line)["id"])
        IDS["/article/{id}"] = "mw-20240216-0031"

    def test_mistakes(self):
        paths = self.document["paths"]
        for path in ("/search", "/facets", "/similar/{id}", "/timeline"):
            error = self.check_answer(path, paths[path]["get"], {"q": 'nato "a', "format": "json"}, 400).json["error"]
            self.assertEqual((error["status"], error["column"]), (400, 6))
            self.assertIn("column 6", error["message"])
        for path in ("/article/{id}", "/similar/{id}"):
            known = IDS[path]
            IDS[path] = "none"
            self.check_answer(path, paths[path]["get"], {}, 404, "application/json")
            IDS[path] = known
        self.check_answer("/search", paths["/search"]["get"], {"bogus": 1}, 400, "application/json")
        self.check_answer("/search", paths["/search"]["get"], {"bogus": 1}, 200, "text/html")

    def test_description(self):
        names = [operation["operationId"] for _, operation in self.operations()]
        self.assertEqual(len(names), len(set(names)))
        for path, operation in self.operations():
            inside = [p["name"] for p in self.parameters(operation) if p["in"] == "path"]
            self.assertEqual(["{%s}" % name for name in inside], [p for p in path.split("/") if p.startswith("{")])
        used = {entry["$ref"] for _, operation in self.operations() for entry in operation.get("parameters", [])
                if "$ref" in entry}
        described = self.document["components"]["parameters"]
        self.assertEqual(used, {"#/components/parameters/" + name for name in described})


class Validator(unittest.TestCase):
    def test_it_can_find_fault(self):
        schemas = Schemas({"a": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}},
                                 "required": ["n"], "additionalProperties": False}})
        for value, faults in (({"n": 1}, 0), ({"n": 0}, 1), ({"n": True}, 1), ({"n": "1"}, 1), ({}, 1), ([], 1),
                              ({"n": 1, "m": 2}, 1), ({"n": 1.5}, 1)):
            self.assertEqual(len(list(schemas.faults(value, {"$ref": "#/a"}))), faults, value)
        self.assertTrue(list(schemas.faults(1, {"multipleOf": 2})))
        self.assertTrue(list(schemas.faults("b", {"oneOf": [{"type": "string"}, {"pattern": "b"}]})))


if __name__ == "__main__":
    unittest.main()
