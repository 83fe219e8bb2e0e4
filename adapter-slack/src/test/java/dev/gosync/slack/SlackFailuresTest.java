package dev.gosync.slack;

import static dev.gosync.slack.SlackFixture.people;
import static dev.gosync.slack.SlackFixture.states;
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
import dev.gosync.testkit.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the errors of Slack, and of a server in front of it, are translated. */
class SlackFailuresTest {
    private final SlackFixture fixture = new SlackFixture();
    private final SlackFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static AdapterException failure(FakeAnswer answer) {
        try (StrangeServer server = new StrangeServer("conversations.members", request -> answer)) {
            return server.failure();
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
        fake.joinChannel(people(0, 2));
        fake.introduce(people(2, 3));
        fake.missingScopes.put(operation, scope);

        mustName(operation, scope, SlackFake.CHANNEL);
    }

    @ParameterizedTest
    @CsvSource({
        "usergroups.list, usergroups:read",
        "usergroups.users.list, usergroups:read",
        "usergroups.users.update, usergroups:write",
        "usergroups.disable, usergroups:write"
    })
    void the_scope_that_slack_says_is_missing_is_in_the_error_of_a_user_group(String operation, String scope) {
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 3));
        fake.missingScopes.put(operation, scope);

        mustName(operation, scope, SlackFake.GROUP);
    }

    private void mustName(String operation, String scope, String place) {
        boolean disabling = operation.endsWith(".disable");
        Adapter adapter = place.equals(SlackFake.CHANNEL)
                ? fixture.conversation()
                : fixture.group(disabling ? WhenEmpty.DISABLE : WhenEmpty.REFUSE);
        assertThatThrownBy(() -> {
                    adapter.get();
                    Report report = Asking.change(
                            adapter,
                            disabling
                                    ? Mode.REMOVE_ONLY
                                    : operation.endsWith(".kick") ? Mode.REMOVE_ADD : Mode.ADD_REMOVE,
                            disabling ? List.of() : people(2, 3),
                            disabling ? people(0, 2) : people(0, 1));
                    throw new IllegalStateException(report.outcomes() + " " + report.failure());
                })
                .hasMessageContaining(operation)
                .hasMessageContaining("missing_scope, needed: " + scope + ", provided: chat:write")
                .hasMessageContaining("Add the scope " + scope + " to the app");
    }

    @Test
    void retry_after_is_obeyed_to_the_second_wherever_it_is_said() {
        fake.joinChannel(people(0, 3));
        fake.inject(Fault.rateLimited(Duration.ofSeconds(17)).from(2).times(1));

        Report report = SlackFixture.sync(fixture.conversation(), people(0, 2));

        assertThat(report.isClean()).isTrue();
        assertThat(fixture.time.waits()).containsExactly(Duration.ofSeconds(17));
    }

    // Writes without a clear answer

    private static final FakeAnswer ONLY_OK = FakeAnswer.json(200, Map.of("ok", true));

    @ParameterizedTest
    @CsvSource({
        "conversations.invite, 500",
        "conversations.invite, 502",
        "conversations.kick, 503",
        "conversations.kick, 504",
        "usergroups.users.update, 500",
        "usergroups.users.update, 502",
        "usergroups.users.update, 503",
        "usergroups.users.update, 504"
    })
    void a_5xx_that_stays_on_a_write_is_not_known(String method, int status) {
        fake.joinChannel(people(0, 3));
        fake.joinGroup(people(0, 3));
        fake.introduce(people(3, 4));
        fake.instead.put(method, FakeAnswer.text(status, "<html>Bad gateway</html>"));
        Adapter place = method.startsWith("usergroups") ? fixture.group(WhenEmpty.REFUSE) : fixture.conversation();

        Report report = method.endsWith("invite")
                ? Asking.add(place, people(3, 4).get(0))
                : Asking.remove(place, people(0, 1).get(0));

        assertThat(states(report).values()).containsExactly("NOT_KNOWN UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fatal_error", "internal_error"})
    void a_code_after_which_slack_may_have_acted_is_not_known(String code) {
        fake.joinChannel(people(0, 1));
        fake.instead.put("conversations.kick", FakeAnswer.json(200, Map.of("ok", false, "error", code)));

        Report report = Asking.remove(fixture.conversation(), people(0, 1).get(0));

        assertThat(states(report).values()).containsExactly("NOT_KNOWN UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                "{\"ok\":true,\"channel\":null}",
                "{\"ok\":true,\"channel\":{}}",
                "{\"ok\":true,\"channel\":{\"id\":\"C0OTHER\"}}"
            })
    void an_invitation_that_is_only_called_ok_is_checked_by_a_read(String body) {
        FakeAnswer ok = FakeAnswer.json(200, null).body(body);
        fake.introduce(people(0, 3));
        fake.altered.put("conversations.invite", answer -> ok);

        assertThat(Asking.change(fixture.conversation(), Mode.ADD_ONLY, people(0, 2), List.of())
                        .isClean())
                .isTrue();
        assertThat(fake.calls()).containsEntry("conversations.members", 1);

        fake.instead.put("conversations.invite", ok);
        assertThat(states(Asking.add(fixture.conversation(), people(2, 3).get(0)))
                        .values())
                .containsExactly("NOT_KNOWN MALFORMED_ANSWER");
    }

    @Test
    void an_invitation_that_is_only_called_ok_is_not_known_if_the_read_fails() {
        fake.introduce(people(0, 1));
        fake.instead.put("conversations.invite", ONLY_OK);
        fake.instead.put("conversations.members", FakeAnswer.json(200, Map.of("ok", false, "error", "no_permission")));

        assertThat(states(Asking.add(fixture.conversation(), people(0, 1).get(0)))
                        .values())
                .containsExactly("NOT_KNOWN MALFORMED_ANSWER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"ok\":true}",
                "{\"ok\":true,\"usergroup\":{\"id\":\"S0ONCALL\"}}",
                "{\"ok\":true,\"usergroup\":{\"users\":[null]}}"
            })
    void a_list_that_is_only_called_ok_is_checked_by_a_read(String body) {
        FakeAnswer ok = FakeAnswer.json(200, null).body(body);
        fake.joinGroup(people(0, 2));
        fake.introduce(people(2, 4));
        fake.altered.put("usergroups.users.update", answer -> ok);
        Adapter group = fixture.group(WhenEmpty.REFUSE);

        assertThat(Asking.add(group, people(2, 3).get(0)).isClean()).isTrue();
        assertThat(fake.inGroup()).hasSize(3);

        fake.instead.put("usergroups.users.update", ok);
        assertThat(states(Asking.add(group, people(3, 4).get(0))).values())
                .containsExactly("NOT_KNOWN MALFORMED_ANSWER");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conversations.info | {\"ok\":true,\"channel\":{}}",
                "usergroups.list | {\"ok\":true,\"usergroups\":[{}]}",
                "users.lookupByEmail | {\"ok\":true,\"user\":{}}"
            })
    void an_answer_without_an_id_is_malformed(String method, String body) throws Exception {
        fake.joinChannel(people(0, 1));
        fake.joinGroup(people(0, 1));
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.introduce(people(1, 2));
        fake.instead.put(method, FakeAnswer.json(200, null).body(body));

        Report report = Asking.change(
                method.startsWith("usergroups") ? fixture.group(WhenEmpty.REFUSE) : conversation,
                Mode.ADD_ONLY,
                people(1, 2),
                List.of());

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.calls()).containsKey(method).doesNotContainKey("conversations.invite");
    }

    @Test
    void an_account_without_an_id_is_malformed() throws Exception {
        fake.joinChannel(people(0, 1));
        Adapter conversation = fixture.conversation();
        conversation.get();
        fake.joinChannel(people(1, 2));
        fake.instead.put("users.info", FakeAnswer.json(200, Map.of("ok", true, "user", Map.of())));

        AdapterException failure = catchThrowableOfType(AdapterException.class, conversation::get);

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure.operation()).isEqualTo("users.info");
    }

    // Lists without end

    /** Always names a next page, with the elements of {@code ids}. */
    private static StrangeServer endless(String method, Function<Integer, List<String>> ids) {
        AtomicInteger pages = new AtomicInteger();
        return new StrangeServer(method, request -> {
            int page = pages.incrementAndGet();
            List<Object> elements = ids.apply(page).stream()
                    .<Object>map(id -> method.equals("conversations.members")
                            ? id
                            : Map.of(
                                    "id",
                                    id,
                                    "name",
                                    "name-" + id,
                                    "team_id",
                                    "T1",
                                    "profile",
                                    Map.of("email", id + "@x.com")))
                    .toList();
            return FakeAnswer.json(
                    200,
                    Map.of(
                            "ok",
                            true,
                            method.equals("conversations.list") ? "channels" : "members",
                            elements,
                            "response_metadata",
                            Map.of("next_cursor", "cursor-" + page)));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations.members", "conversations.list"})
    void pages_that_repeat_under_always_new_cursors_are_malformed(String method) {
        try (StrangeServer server = endless(method, page -> List.of("C7", "C8"))) {
            assertThat(server.failure().kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(server.calls()).containsEntry(method, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations.members", "conversations.list"})
    void empty_pages_under_always_new_cursors_are_malformed(String method) {
        try (StrangeServer server = endless(method, page -> List.of())) {
            assertThat(server.failure().kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(server.calls()).containsEntry(method, 10);
        }
    }

    @Test
    void the_first_page_again_under_new_cursors_is_malformed() {
        fake.joinChannel(people(0, 2100));
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES).onReads());

        assertThatThrownBy(() -> fixture.conversation().get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER));
        assertThat(fake.calls()).isEqualTo(Map.of("conversations.members", 2));
    }

    @Test
    void repeated_pages_of_the_directory_are_malformed() {
        try (StrangeServer server = endless("users.list", page -> List.of("USLACKBOT", "U2"))) {
            AdapterException failure = server.failure();

            assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure.operation()).isEqualTo("users.list");
            assertThat(server.calls()).containsEntry("users.list", 2);
        }
    }

    // Messages

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no_permission",
                "access_denied",
                "ekm_access_denied",
                "accesslimited",
                "restricted_action",
                "invalid_types",
                "invalid_users",
                "invalid_team",
                "two_factor_setup_required",
                "method_deprecated",
                "no_users_provided",
                "subteam_max_users_exceeded",
                "target_team_not_on_org",
                "external_channel_migrating",
                "channel_is_limited_access",
                "enterprise_is_restricted",
                "invalid_cursor",
                "missing_argument",
                "some_new_code"
            })
    void no_message_asks_for_a_report_if_slack_has_said_why_it_refuses(String code) {
        try (StrangeServer server = new StrangeServer(
                "conversations.members", request -> FakeAnswer.json(200, Map.of("ok", false, "error", code)))) {
            AdapterException failure = server.failure();

            assertThat(failure.remedy())
                    .doesNotContain("report", "Look at the cause")
                    .isNotBlank();
            assertThat(failure.problem()).startsWith(code);
        }
    }
}
