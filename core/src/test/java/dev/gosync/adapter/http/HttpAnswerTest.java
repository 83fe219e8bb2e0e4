package dev.gosync.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AnswerTooLargeException;
import dev.gosync.adapter.FailureKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    /** Counts the bytes that were taken from it, and knows whether it was closed. */
    private static final class Watched extends InputStream {
        private final long size;
        private long taken;
        private boolean closed;

        Watched(long size) {
            this.size = size;
        }

        @Override
        public int read() {
            return taken < size ? 'a' + (int) (taken++ % 26) : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            int some = (int) Math.min(length, size - taken);
            taken += some;
            return some == 0 && length > 0 ? -1 : some;
        }

        @Override
        public int available() {
            return (int) (size - taken);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static HttpAnswer answer(int status) {
        return HttpAnswer.of(status, Map.of(), "");
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    // Kinds

    @ParameterizedTest
    @CsvSource({
        "100, UNKNOWN",
        "200, MALFORMED_ANSWER",
        "204, MALFORMED_ANSWER",
        "299, MALFORMED_ANSWER",
        "302, UNKNOWN",
        "400, INVALID_REQUEST",
        "401, AUTHENTICATION",
        "402, UNKNOWN",
        "403, PERMISSION",
        "404, NOT_FOUND",
        "405, INVALID_REQUEST",
        "408, UNAVAILABLE",
        "409, UNKNOWN",
        "410, NOT_FOUND",
        "422, INVALID_REQUEST",
        "429, RATE_LIMITED",
        "499, UNKNOWN",
        "500, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "599, UNAVAILABLE"
    })
    void a_status_has_a_kind(int status, FailureKind kind) {
        assertThat(answer(status).kind()).isEqualTo(kind);
    }

    @Test
    void no_status_concerns_one_thing() {
        assertThat(IntStream.rangeClosed(100, 599)
                        .mapToObj(status -> answer(status).kind()))
                .hasSize(500)
                .noneMatch(FailureKind::concernsOneThing);
    }

    @Test
    void only_statuses_from_200_to_299_are_successes() {
        assertThat(IntStream.rangeClosed(100, 599)
                        .filter(status -> answer(status).isSuccess()))
                .hasSize(100)
                .allMatch(status -> status / 100 == 2);
    }

    // Retry-After

    @ParameterizedTest
    @CsvSource({"90, 90", "' 90 ', 90", "0, 0", "007, 7", "31536000, 31536000"})
    void a_number_of_seconds_says_when_to_try_again(String value, long seconds) {
        assertThat(HttpAnswer.retryAt(value, CLOCK)).contains(NOW.plusSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Mon, 23 Nov 2026 09:30:00 GMT", " Mon, 23 Nov 2026 09:30:00 GMT "})
    void a_date_says_when_to_try_again(String value) {
        assertThat(HttpAnswer.retryAt(value, CLOCK)).contains(Instant.parse("2026-11-23T09:30:00Z"));
    }

    @Test
    void a_date_in_the_past_stays_in_the_past() {
        assertThat(HttpAnswer.retryAt("Thu, 01 Jan 1970 00:00:00 GMT", CLOCK)).contains(Instant.EPOCH);
    }

    @Test
    void a_date_is_read_whatever_the_locale_of_the_machine() {
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
        try {
            assertThat(HttpAnswer.retryAt("Mon, 23 Nov 2026 09:30:00 GMT", CLOCK))
                    .isPresent();
            assertThat(HttpAnswer.retryAt("90", CLOCK)).contains(NOW.plusSeconds(90));
        } finally {
            Locale.setDefault(usual);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "+1",
                "1.5",
                "1e3",
                "90s",
                "9 0",
                "99999999999999999999",
                "9223372036854775807",
                "\u0669\u0660",
                "2026-11-23T09:30:00Z",
                "Tue, 23 Nov 2026 09:30:00 GMT",
                "Mon, 31 Feb 2026 09:30:00 GMT"
            })
    void a_value_that_cannot_be_understood_says_nothing(String value) {
        assertThat(HttpAnswer.retryAt(value, CLOCK)).isEmpty();
    }

    @Test
    void an_answer_says_when_to_try_again_by_its_header_in_any_case() {
        HttpAnswer limited = HttpAnswer.of(429, Map.of("retry-AFTER", List.of("90", "5")), "");

        assertThat(limited.retryAt(CLOCK)).contains(NOW.plusSeconds(90));
        assertThat(answer(429).retryAt(CLOCK)).isEmpty();
    }

    // Headers and body

    @Test
    void headers_ignore_the_case_of_their_names() {
        HttpAnswer answer = HttpAnswer.of(200, Map.of("Link", List.of("first", "second"), "Empty", List.of()), "");

        assertThat(answer.header("LINK")).contains("first");
        assertThat(answer.headers().get("link")).containsExactly("first", "second");
        assertThat(answer.header("empty")).isEmpty();
        assertThat(answer.header("missing")).isEmpty();
    }

    @Test
    void headers_are_copied_and_cannot_be_changed() {
        List<String> values = new ArrayList<>(List.of("a"));
        Map<String, List<String>> headers = new HashMap<>(Map.of("X", values));
        HttpAnswer answer = HttpAnswer.of(200, headers, "");

        values.add("b");
        headers.clear();

        assertThat(answer.headers()).containsExactly(Map.entry("X", List.of("a")));
        assertThatThrownBy(() -> answer.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_status_line_that_the_jdk_lists_without_a_name_is_ignored() {
        Map<String, List<String>> headers = new HashMap<>();
        headers.put(null, List.of("HTTP/1.1 200 OK"));
        headers.put("X", List.of("a"));

        assertThat(HttpAnswer.of(200, headers, "").headers()).containsOnlyKeys("X");
    }

    @Test
    void a_body_is_read_as_utf_8() throws IOException {
        HttpAnswer answer = HttpAnswer.read(201, Map.of(), text("{\"name\":\"Z\u00fcrich \ud83d\ude00\"}"));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"name\":\"Z\u00fcrich \ud83d\ude00\"}");
    }

    @Test
    void an_answer_prints_its_status_and_neither_body_nor_headers() {
        HttpAnswer answer = HttpAnswer.of(403, Map.of("Set-Cookie", List.of("session=s3cret")), "token s3cret");

        assertThat(answer).hasToString("HTTP 403");
    }

    // The limit

    @Test
    void an_answer_may_hold_exactly_the_limit() throws IOException {
        assertThat(HttpAnswer.read(200, Map.of(), text("12345"), 5).body()).isEqualTo("12345");
        assertThat(HttpAnswer.read(200, Map.of(), text(""), 0).body()).isEmpty();
    }

    @Test
    void one_byte_more_than_the_limit_fails() {
        assertThatThrownBy(() -> HttpAnswer.read(200, Map.of(), text("123456"), 5))
                .isInstanceOf(AnswerTooLargeException.class)
                .hasMessage("the answer is larger than the limit of 5 bytes");
    }

    @Test
    void the_limit_counts_bytes_and_not_characters() {
        assertThatThrownBy(() -> HttpAnswer.read(200, Map.of(), text("\u00fc\u00fc\u00fc"), 5))
                .isInstanceOf(AnswerTooLargeException.class);
    }

    @Test
    void an_answer_over_the_limit_is_not_read_to_its_end() {
        Watched endless = new Watched(Long.MAX_VALUE);

        assertThatThrownBy(() -> HttpAnswer.read(200, Map.of(), endless, 100_000))
                .isInstanceOf(AnswerTooLargeException.class);

        assertThat(endless.taken).isBetween(100_001L, 200_000L);
    }

    @Test
    void single_bytes_are_counted() throws IOException {
        InputStream counted = HttpAnswer.counted(text("abc"), 2);

        assertThat(counted.read()).isEqualTo('a');
        assertThat(counted.read()).isEqualTo('b');
        assertThatThrownBy(counted::read).isInstanceOf(AnswerTooLargeException.class);
    }

    @Test
    void the_end_can_be_read_again_and_again_at_the_limit() throws IOException {
        InputStream counted = HttpAnswer.counted(text("ab"), 2);

        assertThat(counted.readNBytes(2)).hasSize(2);
        assertThat(counted.read()).isEqualTo(-1);
        assertThat(counted.read(new byte[8])).isEqualTo(-1);
        assertThat(counted.read()).isEqualTo(-1);
    }

    @Test
    void skipped_bytes_are_counted() throws IOException {
        InputStream counted = HttpAnswer.counted(text("abcdef"), 4);

        assertThat(counted.skip(3)).isEqualTo(3);
        assertThat(counted.read()).isEqualTo('d');
        assertThatThrownBy(() -> counted.skip(2)).isInstanceOf(AnswerTooLargeException.class);
    }

    @Test
    void a_client_that_would_read_bytes_again_is_told_that_it_cannot() {
        InputStream counted = HttpAnswer.counted(text("abc"), 3);

        assertThat(counted.markSupported()).isFalse();
        counted.mark(10);
        assertThatThrownBy(counted::reset).isInstanceOf(IOException.class);
    }

    @Test
    void a_counted_stream_closes_the_one_below_and_knows_what_is_available() throws IOException {
        Watched body = new Watched(7);
        InputStream counted = HttpAnswer.counted(body, 10);

        assertThat(counted.available()).isEqualTo(7);
        counted.close();

        assertThat(body.closed).isTrue();
    }

    @Test
    void reading_an_answer_leaves_the_closing_to_the_caller() throws IOException {
        Watched body = new Watched(3);

        HttpAnswer.read(200, Map.of(), body);

        assertThat(body.closed).isFalse();
    }

    @Test
    void by_default_an_answer_may_hold_an_eighth_of_the_heap_and_64_mb_at_most() {
        assertThat(HttpAnswer.largest())
                .isEqualTo(Math.min(64 * 1024 * 1024, Runtime.getRuntime().maxMemory() / 8));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 bytes", "1048575, 1048575 bytes", "1048576, 1 MB", "67108864, 64 MB"})
    void the_failure_names_the_limit(long limit, String shown) {
        assertThat(new AnswerTooLargeException(limit)).hasMessageEndingWith("the limit of " + shown);
    }

    // Failures

    private static AdapterException failure(int status, String words) {
        return answer(status).failure("Team A", "members.add", words, CLOCK).build();
    }

    @Test
    void a_failure_quotes_the_status_and_the_words_of_the_service() {
        assertThat(failure(403, "not yours"))
                .hasMessageStartingWith("Team A: members.add: HTTP 403: not yours (PERMISSION). ");
        assertThat(failure(403, "").problem()).isEqualTo("HTTP 403");
        assertThat(failure(403, null).problem()).isEqualTo("HTTP 403");
        assertThat(failure(403, null)).hasNoCause();
    }

    @Test
    void a_failure_says_when_to_try_again() {
        HttpAnswer limited = HttpAnswer.of(429, Map.of("Retry-After", List.of("30")), "");

        AdapterException failure =
                limited.failure("Team A", "members.add", null, CLOCK).build();

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAt()).contains(NOW.plus(Duration.ofSeconds(30)));
        assertThat(failure(429, null).retryAt()).isEmpty();
    }

    static IntStream serverErrors() {
        return IntStream.rangeClosed(500, 599);
    }

    @ParameterizedTest
    @MethodSource("serverErrors")
    void a_status_from_500_says_nothing_about_a_write(int status) {
        assertThat(failure(status, "bad gateway").answerLost()).isTrue();
    }

    @Test
    void no_status_from_300_to_499_is_a_lost_answer() {
        assertThat(IntStream.rangeClosed(300, 499))
                .noneMatch(status -> failure(status, null).answerLost());
    }

    @Test
    void a_success_that_cannot_be_understood_is_a_lost_answer() {
        assertThat(failure(200, null).kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure(200, null).answerLost()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | Thu, 01 Jan 1970 00:00:00 GMT",
                "000 | Thu, 01 Jan 1970 00:00:00 GMT",
                "2147483648 | Fri, 31 Dec 9999 23:59:59 GMT",
                "0099999999999 | Fri, 31 Dec 9999 23:59:59 GMT",
                "1 | 1",
                "999999999 | 999999999",
                "soon | soon",
                "Sun, 29 Mar 2026 01:00:00 GMT | Sun, 29 Mar 2026 01:00:00 GMT",
            })
    void a_client_is_shown_no_number_that_it_would_act_on_or_cannot_read(String retryAfter, String shown) {
        assertThat(HttpAnswer.unambiguous(retryAfter)).isEqualTo(shown);
    }
}
