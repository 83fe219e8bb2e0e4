package dev.gosync.opsgenie;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Retry retry = Retry.standard().time(Clock.fixed(NOW, ZoneOffset.UTC), wait -> {}, () -> 1);
    private final Errors errors = new Errors(retry, List.of("s3cret"), OpsgenieService::remedy);

    private AdapterException failure(int status, Map<String, String> headers, String body) throws Exception {
        JsonNode json = Http.JSON.readTree(body);
        return new Answer("Opsgenie schedule Platform", "Get Schedule", status, headers, json, errors).failure();
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
        "403, Retry-After, 7, X-RateLimit-Period-In-Sec, 60, ",
    })
    void says_when_to_come_back_as_the_headers_do(
            int status, String one, String value, String other, String otherValue, Long seconds) throws Exception {
        AdapterException failure = failure(status, Map.of(one, value, other, otherValue), "{}");

        assertThat(failure.retryAt()
                        .map(at -> Duration.between(NOW, at).toSeconds())
                        .orElse(null))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "401, AUTHENTICATION",
        "402, PERMISSION",
        "403, PERMISSION",
        "404, NOT_FOUND",
        "422, INVALID_REQUEST",
        "429, RATE_LIMITED",
        "500, UNAVAILABLE",
        "202, MALFORMED_ANSWER",
        "302, UNKNOWN"
    })
    void a_status_is_a_kind(int status, FailureKind kind) throws Exception {
        assertThat(failure(status, Map.of(), "{}").kind()).isEqualTo(kind);
    }

    @Test
    void quotes_the_service_without_secrets_and_in_one_line() throws Exception {
        AdapterException failure = failure(422, Map.of(), """
                {"message": "Not\\nwith s3cret.", "code": "x s3cret", "errors": {"participants[0]": "is s3cret"}}
                """);

        assertThat(failure)
                .hasMessageContaining("HTTP 422 code x ***: Not with ***., participants[0] is ***")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void does_not_quote_without_end() throws Exception {
        assertThat(failure(422, Map.of(), "{\"message\": \"" + "x".repeat(5000) + "\"}")
                        .getMessage())
                .hasSizeLessThan(500);
    }
}
