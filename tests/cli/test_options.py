"""The option table against all that is made from it: nothing may lag behind."""

import re
import shutil
import subprocess
import tempfile
import unittest

from toolbox import PROGRAMS, Scratch, program


def made(name, what):
    return subprocess.run([program(name), what], capture_output=True, text=True,
                          check=True).stdout


def options(name):
    """(long name, letter or "-", argument, "-" or "ARGUMENT alone", where it can be left out) of
    each row."""
    return [line.split(" ", 2) for line in made(name, "--generate=options").splitlines()]


class Table(Scratch):
    def each(self, check):
        """Calls check(program, name, letter, argument) for every option."""
        for name in PROGRAMS:
            for row in options(name):
                with self.subTest(program=name, option=row[0]):
                    check(name, *row)

    def test_help_has_every_option(self):
        def check(name, option, letter, argument):
            argument, _, alone = argument.partition(" ")
            spelling = "--" + option + ("" if argument == "-" else "=" + argument)
            if alone:
                spelling = "--%s[=%s]" % (option, argument)
            if letter != "-":
                spelling = "-%s, %s" % (letter, spelling)
            self.assertRegex(made(name, "--help"), r"(?m)^ +" + re.escape(spelling) + r"( |$)")
        self.each(check)

    def test_man_page_has_every_option(self):
        def check(name, option, letter, _):
            page = made(name, "--generate=man")
            self.assertIn("\\fB\\-\\-%s\\fR" % option.replace("-", "\\-"), page)
            if letter != "-":
                self.assertIn("\\fB\\-%s\\fR, " % letter, page)
        self.each(check)

    def test_completions_have_every_option(self):
        def check(name, option, _, argument):
            equals = "" if argument == "-" else "="
            self.assertRegex(made(name, "--generate=bash"),
                             r'(?m)^ +--%s%s("|$)' % (option, equals))
            self.assertRegex(made(name, "--generate=zsh"), r"--%s%s-?[\[}]" % (option, equals))
        self.each(check)

    def test_a_typo_gets_the_right_name(self):
        def check(name, option, *_):
            done = self.run_program(name, "--%sx" % option)
            self.assertEqual(done.returncode, 2)
            self.assertIn("did you mean --%s?" % option, done.stderr)
        self.each(check)

    def test_help_fits_on_a_terminal(self):
        for name in PROGRAMS:
            text = made(name, "--help")
            options_end = text.index("\nExamples:")
            self.assertLessEqual(max(map(len, text[:options_end].splitlines())), 80)
            self.assertNotIn("generate", text)


class Rendering(Scratch):
    def check_clean(self, tool, *arguments):
        if not shutil.which(tool):
            self.skipTest(tool + " is not here")
        for name in PROGRAMS:
            with tempfile.NamedTemporaryFile("w", suffix=".1") as page:
                page.write(made(name, "--generate=man"))
                page.flush()
                done = subprocess.run([tool, *arguments, page.name], capture_output=True, text=True,
                                      check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)

    def test_groff(self):
        self.check_clean("groff", "-man", "-Tutf8", "-ww", "-z")

    def test_mandoc(self):
        self.check_clean("mandoc", "-Tlint", "-Werror")

    def test_man(self):
        self.check_clean("man", "--warnings", "-l")

    def check_syntax(self, shell):
        if not shutil.which(shell):
            self.skipTest(shell + " is not here")
        for name in PROGRAMS:
            done = subprocess.run([shell, "-n"], input=made(name, "--generate=" + shell),
                                  capture_output=True, text=True, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_bash(self):
        self.check_syntax("bash")

    def test_zsh(self):
        self.check_syntax("zsh")


class BashCompletion(Scratch):
    def complete(self, name, *words):
        """What bash would propose for the last of the words, which it has split at `=`."""
        function = "_" + name.replace("-", "_")
        quoted = " ".join("'%s'" % word for word in (name, *words))
        done = self.shell(
            "source <(%s --generate=bash); COMP_WORDS=(%s); COMP_CWORD=%d; %s %s '%s' '%s';"
            "echo ${COMPREPLY[@]}" % (name, quoted, len(words), function, name, words[-1],
                                      (name, *words)[-2]))
        self.assertEqual(done.stderr, "")
        return done.stdout.split()

    def test_option_names(self):
        self.assertEqual(self.complete("morgue-search", "--fo"), ["--format="])
        self.assertIn("--sort=", self.complete("morgue-search", "archive", "--"))

    def test_choices(self):
        self.assertEqual(self.complete("morgue-search", "--format", "=", "js"), ["json", "jsonl"])
        self.assertEqual(self.complete("morgue-search", "--sort", "="),
                         ["relevance", "newest", "oldest"])

    def test_formats_are_asked_for(self):
        listed = self.run_program("morgue-index", "--list-formats").stdout
        listed = listed.split("\n\n", maxsplit=1)[0].splitlines()
        self.assertGreater(len(listed), 3)
        self.assertEqual(self.complete("morgue-index", "--format", "="),
                         [line.split()[0] for line in listed])

    def test_files(self):
        self.assertEqual(self.complete("morgue-index", "--rejects", "=", "brok"),
                         ["broken.jsonl"])


if __name__ == "__main__":
    unittest.main()
