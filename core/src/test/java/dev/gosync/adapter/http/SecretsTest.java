package dev.gosync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SecretsTest {
    private static final String TOKEN = "ghp_A1b2C3d4E5f6";
    private final Secrets secrets = Secrets.of(TOKEN);

    // Masking

    @ParameterizedTest
    @CsvSource({
        "token ghp_A1b2C3d4E5f6 expired, token *** expired",
        "ghp_A1b2C3d4E5f6, ***",
        "'ghp_A1b2C3d4E5f6 is not ghp_A1b2C3d4E5f6', '*** is not ***'",
        "xghp_A1b2C3d4E5f6x, x***x",
        "token ghp_A expired, token *** expired",
        "token ghp_A1b2C3... expired, token ***... expired",
        "token ghp_A1b2XXXX expired, token ***XXXX expired",
        "ghp_ghp_A1b2C3d4E5f6, ghp_***",
        "ends with ghp_A1b, ends with ***"
    })
    void a_secret_and_each_beginning_over_four_characters_is_masked(String text, String masked) {
        assertThat(secrets.masked(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "token ghp_ expired", "ghp", "GHP_A1B2C3D4E5F6", "nothing to hide", "ghp_\u00c4"})
    void the_type_of_a_token_and_other_words_stay(String text) {
        assertThat(secrets.masked(text)).isEqualTo(text);
    }

    @Test
    void a_short_secret_is_masked_as_a_whole() {
        assertThat(Secrets.of("abcd").masked("abc abcd abcde")).isEqualTo("abc *** ***e");
    }

    @Test
    void without_secrets_nothing_is_masked() {
        assertThat(Secrets.of().masked("a text")).isEqualTo("a text");
        assertThat(Secrets.of("", " ", "\n").masked("a text ***")).isEqualTo("a text ***");
    }

    @Test
    void one_secret_may_begin_like_another() {
        Secrets both = Secrets.of("password", "password-of-ann");

        assertThat(both.masked("password-of-ann, password, password-of-bob")).isEqualTo("***, ***, ***bob");
    }

    @Test
    void overlapping_secrets_are_masked_to_the_end_of_both() {
        Secrets both = Secrets.of("abcdefXYZ12", "XYZ12345secret");

        assertThat(both.masked("<abcdefXYZ12345secret>")).isEqualTo("<***>");
        assertThat(Secrets.of("XYZ12345secret", "abcdefXYZ12").masked("<abcdefXYZ12345secret>"))
                .isEqualTo("<***>");
    }

    @Test
    void a_secret_that_begins_with_its_own_beginning_is_found_behind_it() {
        assertThat(Secrets.of("aaaaab").masked("<aaaaaaab>")).isEqualTo("<***>");
        assertThat(Secrets.of("tok-tok-1").masked("<tok-tok-tok-1>")).isEqualTo("<***>");
    }

    @Test
    void a_secret_of_stars_does_not_loop() {
        assertThat(Secrets.of("*****", "*").masked("***** *")).doesNotContain("****");
    }

    @Test
    void each_line_of_a_key_is_a_secret() {
        Secrets key = Secrets.of("-----BEGIN KEY-----\r\nMIIEvQIBADAN\n  Bgkqhki9w0BAQ==  \n\n-----END KEY-----\n");

        assertThat(key.masked("bad line Bgkqhki9w0BAQ== in key")).isEqualTo("bad line *** in key");
        assertThat(key.masked("MIIEvQIBADAN")).isEqualTo("***");
        assertThat(key.masked("\"-----BEGIN KEY-----\\nMIIEvQIBADAN\\nBgkqhki9w0BAQ==\\n\""))
                .doesNotContain("MIIE", "Bgkq", "w0BAQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<ghp_A1b2C3d4E5f6>",
                "<ghp_A1b2\nC3d4E5f6>",
                "<ghp_A1b2\r\n\t C3d4E5f6>",
                "<g\nhp_A1b2C3d4E5f6>",
                "<ghp_A1b2C3d4E5f\u00006>",
                "<ghp_A1b2C3d4E5f\u00856>"
            })
    void a_secret_is_found_across_white_space(String text) {
        assertThat(secrets.masked(text)).isEqualTo("<***>");
        assertThat(secrets.words(text)).isEqualTo("<***>");
    }

    @Test
    void a_password_with_spaces_is_found_when_a_service_changes_them() {
        Secrets password = Secrets.of("correct  horse\tbattery");

        assertThat(password.masked("no correct  horse\tbattery!")).isEqualTo("no ***!");
        assertThat(password.words("no correct  horse\tbattery!")).isEqualTo("no ***!");
    }

    @Test
    void a_secret_is_found_as_a_form_or_an_address_holds_it() {
        assertThat(Secrets.of("1//0abc+def=").masked("token=1%2F%2F0abc%2Bdef%3D&x=1"))
                .isEqualTo("token=***&x=1");
    }

    // Words

    @Test
    void words_are_on_one_line_without_a_full_stop() {
        assertThat(secrets.words("  It\nsaid:\r\n\tno\u2028\u2029more\u0085\u001b[31m\u009bx.  "))
                .isEqualTo("It said: no more [31m x");
    }

    @ParameterizedTest
    @CsvSource({"no., no", "no, no", "no.., no..", "wait..., wait...", "., ''", "' . ', ''"})
    void words_lose_one_full_stop(String said, String words) {
        assertThat(secrets.words(said)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t", "\u0000"})
    void words_may_be_empty(String said) {
        assertThat(secrets.words(said)).isEmpty();
        assertThat(secrets.words(null)).isEmpty();
    }

    @Test
    void words_are_at_most_200_characters_long() {
        assertThat(secrets.words("x".repeat(200))).isEqualTo("x".repeat(200));
        assertThat(secrets.words("x".repeat(201))).isEqualTo("x".repeat(197) + "...");
    }

    @ParameterizedTest
    @ValueSource(ints = {196, 197})
    void words_never_cut_a_character_in_two(int before) {
        String words = secrets.words("x".repeat(before) + "\ud83d\ude00".repeat(50));

        assertThat(words).hasSizeBetween(199, 200).endsWith("...");
        assertThat(words.replace("\ud83d\ude00", "")).matches("x+\\.\\.\\.");
    }

    @Test
    void words_are_masked_before_they_are_cut() {
        String words = secrets.words("x".repeat(190) + " " + TOKEN + " " + "y".repeat(50));

        assertThat(words).isEqualTo("x".repeat(190) + " *** yy...");
    }

    // Remembering

    @Test
    void an_issued_token_is_a_secret_from_then_on() {
        secrets.add("issued-token");

        assertThat(secrets.masked("issued-token of " + TOKEN)).isEqualTo("*** of ***");
    }

    @Test
    void the_last_100_issued_tokens_are_remembered() {
        for (int i = 100; i <= 200; i++) {
            secrets.add(i + "-token");
        }

        assertThat(secrets.masked("100-token")).isEqualTo("100-token");
        assertThat(secrets.masked("101-token 200-token")).isEqualTo("*** ***");
        assertThat(secrets).hasToString("101 secrets");
    }

    @Test
    void the_secrets_of_the_beginning_are_never_forgotten() {
        for (int i = 1000; i < 2000; i++) {
            secrets.add(i + "-token");
        }

        assertThat(secrets.masked(TOKEN)).isEqualTo("***");
    }

    @Test
    void a_token_that_is_issued_again_counts_once_and_as_the_newest() {
        secrets.add("again-token");
        for (int i = 100; i < 199; i++) {
            secrets.add(i + "-token");
        }
        secrets.add("again-token");
        secrets.add("new-token");

        assertThat(secrets.masked("again-token")).isEqualTo("***");
        assertThat(secrets.masked("100-token 101-token")).isEqualTo("100-token ***");
    }

    @Test
    void an_issued_key_of_many_lines_counts_once() {
        secrets.add("line-of-key\n".repeat(1) + String.join("\n", java.util.Collections.nCopies(300, "other-line")));

        assertThat(secrets.masked("line-of-key other-line")).isEqualTo("*** ***");
    }

    @Test
    void secrets_print_their_number_only() {
        assertThat(Secrets.of("one-secret", "two-secrets")).hasToString("2 secrets");
    }

    @Test
    void a_missing_secret_is_named() {
        assertThatThrownBy(() -> Secrets.of(TOKEN, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("secret");
        assertThatThrownBy(() -> secrets.add(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("secret");
    }

    @Test
    void threads_may_add_and_mask_at_once() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> masked = new ArrayList<>();
        try {
            for (int thread = 0; thread < 8; thread++) {
                int number = thread;
                Callable<Boolean> work = () -> {
                    start.await();
                    for (int i = 0; i < 300; i++) {
                        String token = number + "-" + i + "-token";
                        secrets.add(token);
                        secrets.masked(token);
                    }
                    return secrets.masked(TOKEN).equals("***");
                };
                masked.add(threads.submit(work));
            }
            start.countDown();
            for (Future<Boolean> each : masked) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(secrets).hasToString("101 secrets");
    }

    @Test
    void what_a_client_threw_stays_as_it_is_if_it_shows_no_secret() {
        IOException thrown = new IOException("connection reset", new IOException("by peer"));

        assertThat(Secrets.of("s3cr3t-token").withoutSecrets(thrown)).isSameAs(thrown);
    }

    @Test
    void what_a_client_threw_is_replaced_if_it_or_a_cause_shows_a_secret() {
        Secrets secrets = Secrets.of("s3cr3t-token");
        IOException inCause = new IOException("unexpected answer", new IOException("Bearer s3cr3t-tok"));
        IOException inMessage = new IOException("unexpected: s3cr3t-token");
        inMessage.addSuppressed(new IOException("s3cr3t-token"));

        assertThat(secrets.withoutSecrets(inCause))
                .hasMessage("unexpected answer")
                .hasNoCause();
        assertThat(secrets.withoutSecrets(inMessage))
                .hasMessage("unexpected: ***")
                .hasNoSuppressedExceptions();
    }
}
