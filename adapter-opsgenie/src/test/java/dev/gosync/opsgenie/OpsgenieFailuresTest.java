package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.http.HttpAnswer;
import dev.gosync.adapter.http.Secrets;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpsgenieFailuresTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final OpsgenieFailures failures =
            OpsgenieFailures.ofOpsgenie(Secrets.of("s3cret-key"), Clock.fixed(NOW, ZoneOffset.UTC));

    private AdapterException failure(int status, Map<String, List<String>> headers, String body) throws IOException {
        JsonNode json = OpsgenieClient.JSON.readTree(body);
        HttpAnswer http = HttpAnswer.of(status, headers, body);
        return new JsonAnswer("Opsgenie schedule Platform", "Get Schedule", http, json, failures).failure();
    }

    @ParameterizedTest
    @CsvSource({
        "429, X-RateLimit-State, THROTTLED, X-RateLimit-Period-In-Sec, 60, 60",
        "429, X-RateLimit-Reason, ACCOUNT, x-ratelimit-period-in-sec, 1, 1",
        "429, X-RateLimit-State, OK, X-RateLimit-Period-In-Sec, 60, ",
        "429, X-RateLimit-State, THROTTLED, X-RateLimit-Period-In-Sec, soon, ",
        "429, X-RateLimit-State, THROTTLED, X-RateLimit-Period-In-Sec, 4294967295, 4294967295",
        "429, Retry-After, 7, X-RateLimit-Period-In-Sec, 60, 7",
        "429, Retry-After, soon, X-RateLimit-Period-In-Sec, 60, 60",
        "503, Retry-After, 7, X-Request-ID, 1, 7",
        "403, X-RateLimit-State, THROTTLED, X-RateLimit-Period-In-Sec, 60, ",
    })
    void the_headers_tell_when_to_come_back(
            int status, String one, String value, String other, String otherValue, Long seconds) throws Exception {
        AdapterException failure = failure(status, Map.of(one, List.of(value), other, List.of(otherValue)), "{}");

        assertThat(failure.retryAt()
                        .map(at -> Duration.between(NOW, at).toSeconds())
                        .orElse(null))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST, false",
        "401, AUTHENTICATION, false",
        "402, PERMISSION, false",
        "403, PERMISSION, false",
        "404, NOT_FOUND, false",
        "422, INVALID_REQUEST, false",
        "429, RATE_LIMITED, false",
        "500, UNAVAILABLE, true",
        "502, UNAVAILABLE, true",
        "202, MALFORMED_ANSWER, true",
        "302, UNKNOWN, false"
    })
    void a_status_is_a_kind_and_tells_whether_a_write_may_have_happened(
            int status, FailureKind kind, boolean answerLost) throws Exception {
        AdapterException failure = failure(status, Map.of(), "{}");

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.answerLost()).isEqualTo(answerLost);
    }

    @Test
    void quotes_the_service_without_secrets_and_in_one_line() throws Exception {
        AdapterException failure = failure(422, Map.of(), """
                {"message": "Not\\nwith s3cret-key.", "code": "x s3cret", "errors": {"participants[0]": "is s3cre..."}}
                """);

        assertThat(failure)
                .hasMessageContaining("HTTP 422 code x ***: Not with ***., participants[0] is ***")
                .hasMessageContaining("Correct what the service names")
                .hasMessageNotContaining("s3cre");
    }

    @Test
    void the_reason_of_a_rate_limit_is_quoted_without_secrets() throws Exception {
        assertThat(failure(429, Map.of("X-RateLimit-Reason", List.of("key s3cret-key")), "{}"))
                .hasMessageContaining("too many calls (limit of this key ***)");
    }

    @Test
    void errors_in_a_list_are_quoted_too() throws Exception {
        assertThat(failure(400, Map.of(), """
                {"errors": [{"title": "Bad participant", "extra": 1}, "and more", {"x": null}], "message": null}
                """)).hasMessageContaining("Bad participant, and more");
    }

    @Test
    void a_refusal_without_words_asks_for_a_report() throws Exception {
        assertThat(failure(422, Map.of(), "{}").remedy()).contains("report this");
    }

    @Test
    void does_not_quote_without_end() throws Exception {
        assertThat(failure(422, Map.of(), "{\"message\": \"" + "x".repeat(5000) + "\"}")
                        .getMessage())
                .hasSizeLessThan(500);
    }

    @Test
    void an_error_of_the_client_that_quotes_a_secret_is_replaced_with_its_causes() {
        IOException quoting = new IOException("unexpected line", new IOException("GenieKey s3cret-key"));
        IOException harmless = new IOException("reset", new IOException("by peer"));

        assertThat(failures.withoutSecrets(quoting))
                .hasMessage("unexpected line")
                .hasNoCause();
        assertThat(failures.withoutSecrets(harmless)).isSameAs(harmless);
    }
}
