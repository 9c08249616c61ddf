/* Users and passwords: the file, the header, and that what is right is known again. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/server/passwords.h"
#include "tests/unit/scratch.h"

/* As htpasswd -B, openssl passwd -6 and mkpasswd (yescrypt) have made them: "secret", "pass:word"
 * and "secret" again. */
#define ANNA "anna:$2y$04$3G9CkMZHsak2W5W1xeaYlOXp20AjyPdv9ZN.w5UHlBdvzHxdh2l2y\n"
#define BERT                                                                                       \
    "bert:$6$saltsalt$SERkwHa3K3JJvpeWCw2djYTBdBQouRmaol9kjQZR2Baz.."                              \
    "OPWxBMnLyvIoRBJQ6vIeSuZliRrDkMuE"                                                             \
    "GNJ5MRr1\n"
#define CARL "carl:$y$j75$saltsaltsaltsalt$DsMjm5uqUiFBUYLB9CLnX8E/M0k0mOVJBUWdpCrUik9\r\n"

/* "anna:secret" and so on in Base64 */
#define ANNA_RIGHT "Basic YW5uYTpzZWNyZXQ="
#define ANNA_WRONG "Basic YW5uYTpzZWNyZXR0"
#define BERT_RIGHT "Basic YmVydDpwYXNzOndvcmQ="
#define CARL_RIGHT "Basic Y2FybDpzZWNyZXQ="
#define DORA       "Basic ZG9yYTpzZWNyZXQ="

static char rejected[512];

static void reject(void *user, unsigned line, const char *why)
{
    size_t len = strlen(rejected);
    ck_assert_ptr_eq(user, rejected);
    snprintf(rejected + len, sizeof rejected - len, "%u: %.20s\n", line, why);
}

static int set(web_passwords *passwords, const char *text)
{
    rejected[0] = '\0';
    return web_passwords_set(passwords, text, strlen(text), reject, rejected);
}

START_TEST(test_check)
{
    web_passwords *passwords = web_passwords_new();
    ck_assert_int_eq(set(passwords, "# readers\n\n" ANNA BERT CARL), 3);
    ck_assert_str_eq(rejected, "");
    ck_assert(web_passwords_check(passwords, ANNA_RIGHT));
    ck_assert(web_passwords_check(passwords, BERT_RIGHT));
    ck_assert(web_passwords_check(passwords, CARL_RIGHT));
    ck_assert(web_passwords_check(passwords, "basic  YW5uYTpzZWNyZXQ")); /* no padding */
    ck_assert(!web_passwords_check(passwords, ANNA_WRONG));
    ck_assert(!web_passwords_check(passwords, DORA));
    web_passwords_free(passwords);
}
END_TEST

START_TEST(test_remembered)
{
    web_passwords *passwords = web_passwords_new();
    set(passwords, ANNA BERT);
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_UNSURE);
    ck_assert(web_passwords_check(passwords, ANNA_RIGHT));
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_KNOWN);
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_WRONG), WEB_ENTRY_UNSURE);
    ck_assert(!web_passwords_check(passwords, ANNA_WRONG));
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_WRONG), WEB_ENTRY_UNSURE);
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_KNOWN);
    ck_assert_int_eq(web_passwords_know(passwords, BERT_RIGHT), WEB_ENTRY_UNSURE);
    /* A new file: whoever stays need not be checked again, and whoever is gone from it is not let
     * in any more. */
    ck_assert_int_eq(set(passwords, BERT ANNA), 2);
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_KNOWN);
    ck_assert_int_eq(set(passwords, BERT), 1);
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_UNSURE);
    ck_assert(!web_passwords_check(passwords, ANNA_RIGHT));
    web_passwords_free(passwords);
}
END_TEST

START_TEST(test_lines)
{
    web_passwords *passwords = web_passwords_new();
    ck_assert_int_eq(set(passwords, "nobody\n" ANNA ":x\n"
                                    "carl:$apr1$oi7gzyw2$YseJyNXWJO4vsJbavJOsg.\n"
                                    "dora:$1$abcdefgh$znAnv9M.XU2pRYfmSs46h/\n"
                                    "erna:secret\nfred:\n"),
                     1);
    ck_assert_str_eq(rejected, "1: not of the form user\n3: not of the form user\n"
                               "4: the hash is of a kin\n5: the hash is of a kin\n"
                               "6: the hash is none of \n7: the hash is none of \n");
    /* A file without users changes nothing. */
    ck_assert_int_eq(set(passwords, "# nobody\n"), 0);
    ck_assert(web_passwords_check(passwords, ANNA_RIGHT));
    web_passwords_free(passwords);
}
END_TEST

START_TEST(test_nobody)
{
    web_passwords *passwords = web_passwords_new();
    ck_assert(!web_passwords_check(passwords, ANNA_RIGHT));
    ck_assert_int_eq(web_passwords_know(passwords, ANNA_RIGHT), WEB_ENTRY_UNSURE);
    web_passwords_free(passwords);
}
END_TEST

START_TEST(test_header)
{
    static const char *const none[] = {"",
                                       "Basic",
                                       "Basic ",
                                       "Bearer YW5uYTpzZWNyZXQ=",
                                       "BasicYW5uYTpzZWNyZXQ=",
                                       "Basic YW5u*TpzZWNyZXQ=",
                                       "Basic YW5uYQ==",     /* anna */
                                       "Basic OnNlY3JldA==", /* :secret */
                                       "Basic YW5uYTo=",     /* anna: */
                                       "Basic YW5uYTpzZQBj", /* with a NUL */
                                       "Basic YW5uYTpzZWNyZXQ=x"};
    web_passwords *passwords = web_passwords_new();
    char name[16], lengthy[6 + 4000 + 1] = "Basic ";
    set(passwords, ANNA);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        ck_assert_msg(web_passwords_know(passwords, none[i]) == WEB_ENTRY_NONE, "%s", none[i]);
        ck_assert(!web_passwords_check(passwords, none[i]));
    }
    memset(lengthy + 6, 'O', 4000); /* colons */
    ck_assert_int_eq(web_passwords_know(passwords, lengthy), WEB_ENTRY_NONE);
    ck_assert_int_eq(web_passwords_know(passwords, NULL), WEB_ENTRY_NONE);
    web_passwords_user(ANNA_WRONG, name, sizeof name);
    ck_assert_str_eq(name, "anna");
    web_passwords_user(NULL, name, sizeof name);
    ck_assert_str_eq(name, "-");
    web_passwords_free(passwords);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("passwords");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_check);
    tcase_add_test(tests, test_remembered);
    tcase_add_test(tests, test_lines);
    tcase_add_test(tests, test_nobody);
    tcase_add_test(tests, test_header);
    return run_tests("passwords", tests);
}
