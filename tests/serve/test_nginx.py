"""docs/recipes/nginx.conf, with ports and folders of its own: nginx as an ordinary user, morgue-serve behind it."""

import base64
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import unittest
import urllib.parse

from toolbox import SOURCE, Served, free_port, index, write_dump

NGINX = shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin")
NOBODY = 65534
USER = "Basic " + base64.b64encode(b"ellen:of the archive").decode()
FRAME = """daemon off;
pid %(folder)s/nginx.pid;
error_log %(folder)s/error.log;
events {}
http {
    access_log off;
    client_body_temp_path %(folder)s/body;
    proxy_temp_path %(folder)s/proxy;
    fastcgi_temp_path %(folder)s/fastcgi;
    uwsgi_temp_path %(folder)s/uwsgi;
    scgi_temp_path %(folder)s/scgi;
    include %(folder)s/morgue.conf;
}
"""


@unittest.skipUnless(NGINX and shutil.which("openssl"), "nginx is not here: scripts/install-packages")
class Nginx(Served):
    articles = [{"id": name, "title": "Ferry of " + name, "text": "A ferry sails. " * 30, "persons": ["Ellen Washington"],
                 "source": "Wire"} for name in ("plain", "a/b", "http://x.example/?a=b&c", "..", "%41", "übung +")]
    options = ("--base-url=https://news.example/archive", "--behind-proxy")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        os.mkdir(cls.path("nginx"))
        cls.port = free_port()
        cls.write_files(cls.path("nginx"))
        user = {}
        if os.geteuid() == 0:
            os.chmod(cls.folder, 0o755)
            for name in (".", *os.listdir(cls.path("nginx"))):
                os.chown(cls.path("nginx", name), NOBODY, NOBODY)
            user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        cls.nginx = subprocess.Popen([NGINX, "-c", cls.path("nginx", "nginx.conf"), "-p", cls.path("nginx"), "-e", "stderr"],
                                     stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, **user)
        cls.addClassCleanup(cls.nginx.stderr.close)
        cls.addClassCleanup(cls.nginx.wait)
        cls.addClassCleanup(cls.nginx.terminate)
        cls.wait_for_nginx()

    @classmethod
    def serve(cls, *options, **more):
        return super().serve("--access-log=" + cls.path("access"), *options, **more)

    @classmethod
    def write_files(cls, folder):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=news.example", "-addext",
                        "subjectAltName=DNS:news.example", "-keyout", folder + "/key", "-out", folder + "/cert"], check=True,
                       capture_output=True)
        made = subprocess.run(["openssl", "passwd", "-6", "of the archive"], check=True, capture_output=True, text=True).stdout
        with open(os.path.join(SOURCE, "docs", "recipes", "nginx.conf"), encoding="utf-8") as file:
            text = file.read()
        for there, here in (("127.0.0.1:8080", "127.0.0.1:%d" % cls.server.port), ("listen 443 ", "listen 127.0.0.1:%d " % cls.port),
                            ("/etc/ssl/certs/news.example.pem", folder + "/cert"), ("200 5s", "200 1s"),
                            ("/etc/ssl/private/news.example.key", folder + "/key"), ("/etc/nginx/morgue.users", folder + "/users"),
                            ("/var/cache/nginx/morgue", folder + "/cache")):
            if there not in text:
                raise AssertionError("the recipe has no " + there)
            text = text.replace(there, here)
        for name, content in (("morgue.conf", text), ("nginx.conf", FRAME % {"folder": folder}), ("users", "ellen:" + made)):
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(content)

    @classmethod
    def wait_for_nginx(cls):
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", cls.port)).close()
                return
            except ConnectionRefusedError as refused:
                if cls.nginx.poll() is not None:
                    raise AssertionError(cls.nginx.stderr.read().decode()) from refused
                time.sleep(0.02)
        raise AssertionError("nginx does not listen")

    def get(self, target, client="127.0.0.1", user=USER, **headers):
        """Through nginx, over TLS, as a client at that address: status, headers, text."""
        context = ssl.create_default_context(cafile=self.path("nginx", "cert"))
        line = socket.create_connection(("127.0.0.1", self.port), 20, (client, 0))
        connection = http.client.HTTPConnection("news.example", timeout=20)
        connection.sock = context.wrap_socket(line, server_hostname="news.example")
        try:
            connection.putrequest("GET", target, skip_accept_encoding=True)
            for name, value in {**headers, **({"Authorization": user} if user else {})}.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
        finally:
            connection.close()

    def test_links_work_under_the_prefix(self):
        """A walk over the pages: every link stays below the prefix, and leads somewhere."""
        seen, left = set(), ["/archive/"]
        while left and len(seen) < 60:
            target = left.pop(0)
            status, headers, text = self.get(target, client="127.0.0.%d" % (20 + len(seen)))
            self.assertEqual(status, 200, target)
            seen.add(target)
            if not headers["Content-Type"].startswith("text/html"):
                continue
            for link in re.findall(r'(?:href|src|action)="([^"#]+)"', text):
                link = link.replace("&amp;", "&").replace("&#39;", "'")
                self.assertRegex(link, "^(/archive/|#|\\?)", target)
                if link.startswith("/") and link not in seen and link not in left:
                    left.append(link)
        self.assertGreater(len(seen), 20)
        self.assertTrue(any("/static/morgue.css" in target for target in seen))

    def test_absolute_links(self):
        for target in ("/archive/feed.atom?q=ferry", "/archive/opensearch.xml"):
            _, _, text = self.get(target, "127.0.0.9")
            self.assertIn("https://news.example/archive", text, target)
            self.assertNotIn(str(self.server.port), text, target)
        self.assertEqual(self.get("/archive")[1]["Location"].split("/", 3)[3], "archive/")

    def test_every_article_is_reached(self):
        for article in self.articles:
            name = urllib.parse.quote(article["id"], safe="")
            if name != "..":  # which clients take away themselves
                status, _, text = self.get("/archive/article/%s?format=json" % name, "127.0.0.10")
                self.assertEqual((status, '"id"' in text), (200, True), (name, text[:200]))

    def test_who_may_read(self):
        for target in ("/archive/", "/archive/export.csv?q=*", "/archive/search?q=ferry"):
            self.assertEqual(self.get(target, "127.0.0.2", user=None)[0], 401)
            self.assertEqual(self.get(target, "127.0.0.2", user="Basic " + base64.b64encode(b"ellen:x").decode())[0], 401)
            self.assertEqual(self.get(target, "127.0.0.2")[0], 200)
        self.assertEqual(self.get("/archive/metrics", "127.0.0.2")[0], 404)
        self.assertEqual(self.get("/elsewhere", "127.0.0.2")[0], 404)

    def test_headers(self):
        _, headers, _ = self.get("/archive/search?q=ferry", "127.0.0.3")
        self.assertIn("default-src 'none'", headers["Content-Security-Policy"])
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertIn("max-age", headers["Strict-Transport-Security"])
        _, headers, _ = self.get("/archive/search?q=ferry", "127.0.0.3", Accept_Encoding="gzip")
        self.assertEqual(headers["Content-Encoding"], "gzip")

    def test_clients_are_told_apart(self):
        self.get("/archive/search?q=client", "127.0.0.77", X_Forwarded_For="192.0.2.1")
        time.sleep(0.2)
        with open(self.path("access"), encoding="utf-8") as file:
            lines = [line for line in file if "q=client" in line]
        self.assertEqual([line.split()[0] for line in lines], ["127.0.0.77"])

    def test_rate(self):
        statuses = [self.get("/archive/search?q=rate%d" % n, "127.0.0.4")[0] for n in range(120)]
        self.assertEqual(set(statuses), {200, 429})
        self.assertEqual(self.get("/archive/search?q=rate", "127.0.0.5")[0], 200)

    def test_cache(self):
        """Not asked for again within a second; after that by its ETag; and after a commit it is new."""
        def asked():
            text = self.server.get("/metrics").text
            return [int(re.search(pattern, text).group(1)) for pattern in (r'"/search",status="2xx"} (\d+)', r"not_modified_total (\d+)")]
        target = "/archive/search?q=cached&format=json"
        status, headers, text = self.get(target, "127.0.0.6")
        self.assertEqual((status, '"total": 0' in text), (200, True))
        before = asked()
        for _ in range(5):
            self.get(target, "127.0.0.6")
        self.assertEqual(asked(), before)
        self.assertEqual(self.get(target, "127.0.0.6", If_None_Match=headers["ETag"])[0], 304)
        time.sleep(2.2)  # nginx counts whole seconds
        self.assertEqual(self.get(target, "127.0.0.6")[2], text)
        self.assertEqual(asked()[1], before[1] + 1)
        index(self.archive, write_dump(self.path("more.jsonl"), [{"id": "new", "title": "Cached", "text": "Ferry."}]))
        time.sleep(2.2)  # nginx counts whole seconds
        self.assertIn('"total": 1', self.get(target, "127.0.0.6")[2])


if __name__ == "__main__":
    unittest.main()
