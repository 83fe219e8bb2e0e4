package dev.gosync.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.slack.api.methods.SlackApiErrorResponse;
import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.http.Secrets;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How Slack's errors are translated. */
class SlackFailuresTest {
    /** Answers every read of a channel's members in one way. */
    private static final class Stub extends FakeServer {
        Stub(FakeAnswer answer) {
            reads("conversations.members", "POST /api/conversations.members", request -> answer);
        }
    }

    private static AdapterException failure(FakeAnswer answer) {
        try (Stub stub = new Stub(answer);
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(stub.address().resolve("/api/"))
                        .retry(Retry.standard().attempts(1))
                        .build()) {
            return catchThrowableOfType(
                    AdapterException.class,
                    () -> workspace.conversation("C0123").get());
        }
    }

    private static FakeAnswer no(String code) {
        return FakeAnswer.json(200, Map.of("ok", false, "error", code));
    }

    @ParameterizedTest
    @CsvSource({
        "not_authed, AUTHENTICATION",
        "invalid_auth, AUTHENTICATION",
        "account_inactive, AUTHENTICATION",
        "token_revoked, AUTHENTICATION",
        "token_expired, AUTHENTICATION",
        "missing_scope, PERMISSION",
        "not_allowed_token_type, PERMISSION",
        "team_access_not_granted, PERMISSION",
        "enterprise_is_restricted, PERMISSION",
        "plan_upgrade_required, PERMISSION",
        "permission_denied, PERMISSION",
        "channel_not_found, NOT_FOUND",
        "no_such_subteam, NOT_FOUND",
        "is_archived, READ_ONLY",
        "method_not_supported_for_channel_type, READ_ONLY",
        "invalid_cursor, INVALID_REQUEST",
        "invalid_limit, INVALID_REQUEST",
        "limit_required, INVALID_REQUEST",
        "subteam_max_users_exceeded, INVALID_REQUEST",
        "ratelimited, RATE_LIMITED",
        "fetch_members_failed, UNAVAILABLE",
        "internal_error, UNAVAILABLE",
        "service_unavailable, UNAVAILABLE",
        "some_new_code, UNKNOWN"
    })
    void a_code_has_its_kind(String code, FailureKind kind) {
        AdapterException failure = failure(no(code));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).startsWith(code);
        assertThat(failure.operation()).isEqualTo("conversations.members");
        assertThat(failure.remedy()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"401, AUTHENTICATION", "403, PERMISSION", "404, NOT_FOUND", "429, RATE_LIMITED", "500, UNAVAILABLE"})
    void a_status_counts_where_there_is_no_code(int status, FailureKind kind) {
        AdapterException failure = failure(FakeAnswer.text(status, "<html>a proxy</html>"));

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.problem()).contains("HTTP " + status);
    }

    @Test
    void a_code_counts_more_than_the_status() {
        AdapterException failure = failure(FakeAnswer.json(403, Map.of("ok", false, "error", "invalid_auth")));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
    }

    @Test
    void a_redirect_is_not_followed() {
        AdapterException failure =
                failure(FakeAnswer.empty(302).header("Location", "http://127.0.0.1:9/api/conversations.members"));

        assertThat(failure.kind()).isEqualTo(FailureKind.UNKNOWN);
        assertThat(failure.problem()).contains("HTTP 302");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{}",
                "{\"ok\":false}",
                "{\"ok\":false,\"error\":\"\"}",
                "{\"ok\":true}",
                "{\"ok\":true,\"members\":7}",
                "{\"ok\":true,\"members\":[null]}",
                "<html>Welcome to the hotel</html>"
            })
    void an_answer_without_sense_is_malformed(String body) {
        AdapterException failure = failure(FakeAnswer.json(200, null).body(body));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure.answerLost()).isTrue();
        assertThat(failure.remedy()).contains("base-url");
    }

    @Test
    void a_page_that_leads_to_itself_is_malformed() {
        AdapterException failure = failure(FakeAnswer.json(
                200,
                Map.of("ok", true, "members", List.of("U1"), "response_metadata", Map.of("next_cursor", "again"))));

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void slacks_own_doubts_are_doubts() {
        assertThat(failure(no("internal_error")).answerLost()).isTrue();
        assertThat(failure(no("fatal_error")).answerLost()).isTrue();
        assertThat(failure(FakeAnswer.text(502, "")).answerLost()).isTrue();
        assertThat(failure(FakeAnswer.text(503, "")).answerLost()).isTrue();
        assertThat(failure(no("service_unavailable")).answerLost()).isFalse();
    }

    @Test
    void a_missing_scope_is_named_with_what_the_method_needs() {
        for (Method method : Method.values()) {
            String text = new SlackFailures(Retry.standard(), Secrets.of(Conditions.SECRET))
                    .of("place", method, missing("the:scope"))
                    .getMessage();

            assertThat(text)
                    .contains("needed: the:scope", "provided: chat:write")
                    .contains("Add the scope the:scope to the app")
                    .contains(method.text() + " needs " + method.scopes());
        }
    }

    private static SlackApiErrorResponse missing(String scope) {
        SlackApiErrorResponse answer = new SlackApiErrorResponse();
        answer.setError("missing_scope");
        answer.setNeeded(scope);
        answer.setProvided("chat:write");
        return answer;
    }

    @ParameterizedTest
    @CsvSource({
        "conversations.info, channels:read",
        "conversations.invite, channels:manage",
        "conversations.kick, groups:write",
        "conversations.members, groups:read",
        "users.list, users:read"
    })
    void the_scope_that_slack_says_is_missing_is_in_the_error_of_a_conversation(String operation, String scope) {
        try (Desk desk = new Desk()) {
            desk.fake.joinChannel(Desk.people(0, 2));
            desk.fake.introduce(Desk.people(2, 3));
            desk.fake.missingScopes.put(operation, scope);

            mustName(desk, operation, scope, SlackFake.CHANNEL);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "usergroups.list, usergroups:read",
        "usergroups.users.list, usergroups:read",
        "usergroups.users.update, usergroups:write",
        "usergroups.disable, usergroups:write"
    })
    void the_scope_that_slack_says_is_missing_is_in_the_error_of_a_user_group(String operation, String scope) {
        try (Desk desk = new Desk()) {
            desk.fake.joinGroup(Desk.people(0, 2));
            desk.fake.introduce(Desk.people(2, 3));
            desk.fake.missingScopes.put(operation, scope);

            mustName(desk, operation, scope, SlackFake.GROUP);
        }
    }

    private static void mustName(Desk desk, String operation, String scope, String place) {
        boolean disabling = operation.endsWith(".disable");
        Adapter adapter = place.equals(SlackFake.CHANNEL)
                ? desk.conversation()
                : desk.group(disabling ? WhenEmpty.DISABLE : WhenEmpty.REFUSE);
        assertThatThrownBy(() -> {
                    adapter.get();
                    Report report = Asking.change(
                            adapter,
                            disabling
                                    ? Mode.REMOVE_ONLY
                                    : operation.endsWith(".kick") ? Mode.REMOVE_ADD : Mode.ADD_REMOVE,
                            disabling ? List.of() : Desk.people(2, 3),
                            disabling ? Desk.people(0, 2) : Desk.people(0, 1));
                    throw new IllegalStateException(report.outcomes() + " " + report.failure());
                })
                .hasMessageContaining(operation)
                .hasMessageContaining("missing_scope, needed: " + scope + ", provided: chat:write")
                .hasMessageContaining("Add the scope " + scope + " to the app");
    }

    @Test
    void retry_after_is_obeyed_to_the_second_wherever_it_is_said() {
        try (Desk desk = new Desk()) {
            desk.fake.joinChannel(Desk.people(0, 3));
            desk.fake.inject(Fault.rateLimited(Duration.ofSeconds(17)).from(2).times(1));

            Report report = Desk.sync(desk.conversation(), Desk.people(0, 2));

            assertThat(report.isClean()).isTrue();
            assertThat(desk.time.waits()).containsExactly(Duration.ofSeconds(17));
        }
    }
}
