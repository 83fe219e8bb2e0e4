package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.testkit.FakeAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Primary and secondary rate limits of REST and GraphQL: the adapter waits as long as GitHub asks. */
class RateLimitsTest extends GitHubFixture {
    private static final FakeAnswer SECONDARY = FakeAnswer.json(
            403,
            Map.of(
                    "message",
                    "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
                    "documentation_url",
                    "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api"));
    private static final FakeAnswer GRAPHQL = FakeAnswer.json(
            200,
            Map.of("errors", List.of(Map.of("type", "RATE_LIMITED", "message", "API rate limit exceeded for user."))));

    @BeforeEach
    void aTeam() {
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.introduce(List.of("bob@x.org"));
    }

    private FakeAnswer usedUp(FakeAnswer answer, Duration until) {
        Instant reset = time.instant().plus(until);
        return answer.header("X-RateLimit-Remaining", "0")
                .header("X-RateLimit-Reset", String.valueOf(reset.getEpochSecond()));
    }

    @Test
    void a_secondary_limit_is_waited_out_as_retry_after_says() {
        GitHubTeam team = team();
        fake.onceAt("add", SECONDARY.header("Retry-After", "42"));

        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(42));
        assertThat(fake.calls()).containsEntry("add", 2);
    }

    @Test
    void a_primary_limit_is_waited_out_until_its_reset() {
        GitHubTeam team = team();
        fake.onceAt(
                "add",
                usedUp(FakeAnswer.json(403, Map.of("message", "API rate limit exceeded")), Duration.ofSeconds(97)));

        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(97));
    }

    @Test
    void a_limit_whose_reset_is_past_on_our_clock_is_tried_again_after_a_second() {
        GitHubTeam team = team();
        fake.onceAt("add", usedUp(FakeAnswer.json(429, Map.of()), Duration.ofSeconds(-5)));

        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(time.waits()).containsExactly(Duration.ofSeconds(1));
    }

    @Test
    void without_a_word_the_wait_is_a_minute_and_grows() {
        GitHubTeam team = team();
        fake.onceAt("add", SECONDARY);
        fake.onceAt("add", SECONDARY);

        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(time.waits()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void beyond_the_deadline_it_gives_up_and_says_when_to_come_back() throws Exception {
        GitHubTeam team = team();
        Instant start = time.instant();
        fake.onceAt("invitations", SECONDARY);
        fake.onceAt("invitations", SECONDARY);
        fake.onceAt("invitations", SECONDARY);

        AdapterException failure = failure(team);

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAt()).contains(start.plus(Duration.ofMinutes(7)));
        assertThat(time.waits()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void graphql_says_so_with_a_success() throws Exception {
        fake.onceAt("graphql", usedUp(GRAPHQL, Duration.ofSeconds(61)));

        assertThat(team().get().things()).containsExactly("ann@x.org");

        assertThat(time.waits()).containsExactly(Duration.ofSeconds(61));
    }

    @Test
    void a_graphql_limit_that_is_reset_in_an_hour_is_given_up_at_once() throws Exception {
        fake.onceAt("graphql", usedUp(GRAPHQL, Duration.ofHours(1)));

        AdapterException failure = failure(team());

        assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
        assertThat(failure.retryAt()).contains(time.instant().plus(Duration.ofHours(1)));
        assertThat(time.waits()).isEmpty();
        assertThat(fake.calls()).containsOnly(Map.entry("graphql", 1));
    }

    @Test
    void graphql_has_secondary_limits_too() throws Exception {
        fake.onceAt("graphql", SECONDARY);
        fake.onceAt(
                "graphql",
                FakeAnswer.json(
                        200,
                        Map.of("errors", List.of(Map.of("message", "You have exceeded a secondary rate limit.")))));

        assertThat(team().get().things()).containsExactly("ann@x.org");

        assertThat(time.waits()).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }
}
