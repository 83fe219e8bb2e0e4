package dev.gosync.slack;

import static dev.gosync.slack.Desk.people;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.Report;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Mode;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Asking;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.FakeServer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users meet when Slack, or something in front of it, answers wrongly. */
class SlackFaultsTest {
    private final Desk desk = new Desk();
    private final SlackFake fake = desk.fake;

    @AfterEach
    void close() {
        desk.close();
    }

    private static final FakeAnswer ONLY_OK = FakeAnswer.json(200, Map.of("ok", true));

    /** Answers the reads of one conversation in any way. */
    private static final class Stub extends FakeServer {
        Stub(String method, Function<FakeRequest, FakeAnswer> answer) {
            List.of("conversations.members", "conversations.list", "users.list")
                    .forEach(each -> reads(
                            each,
                            "POST /api/" + each,
                            request -> each.equals(method) ? answer.apply(request) : usual(each)));
        }

        private static FakeAnswer usual(String method) {
            return FakeAnswer.json(
                    200,
                    method.equals("conversations.members")
                            ? Map.of(
                                    "ok",
                                    true,
                                    "members",
                                    IntStream.range(10, 30)
                                            .mapToObj(i -> "U" + i)
                                            .toList())
                            : Map.of("ok", true, "channels", List.of(Map.of("id", "C1", "name", "platform"))));
        }

        AdapterException failure() {
            try (SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                    .baseUrl(address().resolve("/api/"))
                    .retry(Retry.standard().attempts(1))
                    .largestAnswer(1_000_000)
                    .build()) {
                return catchThrowableOfType(
                        AdapterException.class,
                        () -> workspace.conversation("#platform").get());
            }
        }
    }

    // One attempt is one request

    @ParameterizedTest
    @ValueSource(strings = {"0", "00"})
    void a_503_with_retry_after_0_is_one_request_for_each_attempt(String retryAfter) {
        fake.instead.put("conversations.members", FakeAnswer.text(503, "").header("Retry-After", retryAfter));

        AdapterException failure = catchThrowableOfType(
                AdapterException.class, () -> desk.conversation().get());

        assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(fake.calls()).containsEntry("conversations.members", 6); // the attempts of the retry policy
        assertThat(desk.time.waits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503})
    void any_status_is_one_request_for_each_attempt(int status) {
        fake.instead.put("conversations.members", FakeAnswer.text(status, ""));

        assertThat(catchThrowableOfType(
                        AdapterException.class, () -> desk.conversation().get()))
                .isNotNull();
        assertThat(fake.calls()).containsEntry("conversations.members", 6);
    }

    // Writes without a clear answer

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
        Adapter place = method.startsWith("usergroups") ? desk.group(WhenEmpty.REFUSE) : desk.conversation();

        Report report = method.endsWith("invite")
                ? Asking.add(place, people(3, 4).get(0))
                : Asking.remove(place, people(0, 1).get(0));

        assertThat(Desk.states(report).values()).containsExactly("NOT_KNOWN UNAVAILABLE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fatal_error", "internal_error"})
    void a_code_after_which_slack_may_have_acted_is_not_known(String code) {
        fake.joinChannel(people(0, 1));
        fake.instead.put("conversations.kick", FakeAnswer.json(200, Map.of("ok", false, "error", code)));

        Report report = Asking.remove(desk.conversation(), people(0, 1).get(0));

        assertThat(Desk.states(report).values()).containsExactly("NOT_KNOWN UNAVAILABLE");
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

        assertThat(Asking.change(desk.conversation(), Mode.ADD_ONLY, people(0, 2), List.of())
                        .isClean())
                .isTrue();
        assertThat(fake.calls()).containsEntry("conversations.members", 1);

        fake.instead.put("conversations.invite", ok);
        assertThat(Desk.states(Asking.add(desk.conversation(), people(2, 3).get(0)))
                        .values())
                .containsExactly("NOT_KNOWN MALFORMED_ANSWER");
    }

    @Test
    void an_invitation_that_is_only_called_ok_is_not_known_if_the_read_fails() {
        fake.introduce(people(0, 1));
        fake.instead.put("conversations.invite", ONLY_OK);
        fake.instead.put("conversations.members", FakeAnswer.json(200, Map.of("ok", false, "error", "no_permission")));

        assertThat(Desk.states(Asking.add(desk.conversation(), people(0, 1).get(0)))
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
        Adapter group = desk.group(WhenEmpty.REFUSE);

        assertThat(Asking.add(group, people(2, 3).get(0)).isClean()).isTrue();
        assertThat(fake.inGroup()).hasSize(3);

        fake.instead.put("usergroups.users.update", ok);
        assertThat(Desk.states(Asking.add(group, people(3, 4).get(0))).values())
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
        Adapter conversation = desk.conversation();
        conversation.get();
        fake.introduce(people(1, 2));
        fake.instead.put(method, FakeAnswer.json(200, null).body(body));

        Report report = Asking.change(
                method.startsWith("usergroups") ? desk.group(WhenEmpty.REFUSE) : conversation,
                Mode.ADD_ONLY,
                people(1, 2),
                List.of());

        assertThat(report.failure().orElseThrow().kind()).contains(FailureKind.MALFORMED_ANSWER);
        assertThat(fake.calls()).containsKey(method).doesNotContainKey("conversations.invite");
    }

    @Test
    void an_account_without_an_id_is_malformed() throws Exception {
        fake.joinChannel(people(0, 1));
        Adapter conversation = desk.conversation();
        conversation.get();
        fake.joinChannel(people(1, 2));
        fake.instead.put("users.info", FakeAnswer.json(200, Map.of("ok", true, "user", Map.of())));

        AdapterException failure = catchThrowableOfType(AdapterException.class, conversation::get);

        assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
        assertThat(failure.operation()).isEqualTo("users.info");
    }

    // Secrets

    @ParameterizedTest
    @EnumSource
    void a_token_that_slack_repeats_is_shown_nowhere(Repeating repeating) {
        String token = Conditions.SECRET;
        for (String part : List.of(token, token.substring(0, token.length() - 3))) {
            try (Log log = new Log();
                    Stub stub = new Stub("conversations.members", request -> repeating.answer(part))) {
                stub.failure().printStackTrace(new PrintWriter(log.heard, true));

                assertThat(log.heard.toString()).contains("AdapterException").doesNotContain(token.substring(0, 6));
            }
        }
    }

    /** Where an answer can hold a token. */
    enum Repeating {
        ERROR,
        NEEDED,
        STATUS_WITH_ERROR,
        STATUS_WITH_TEXT,
        NOT_JSON,
        WRONG_TYPE;

        FakeAnswer answer(String token) {
            return switch (this) {
                case ERROR -> FakeAnswer.json(200, Map.of("ok", false, "error", "bad token " + token));
                case NEEDED ->
                    FakeAnswer.json(
                            200, Map.of("ok", false, "error", "missing_scope", "needed", token, "provided", token));
                case STATUS_WITH_ERROR -> FakeAnswer.json(403, Map.of("ok", false, "error", "bad token " + token));
                case STATUS_WITH_TEXT -> FakeAnswer.text(502, "<html>bad token " + token + "</html>");
                case NOT_JSON -> FakeAnswer.json(200, null).body("{\"ok\": bad token " + token);
                case WRONG_TYPE ->
                    FakeAnswer.json(200, null).body("{\"ok\": true, \"members\": {\"" + token + "\": 1}}");
            };
        }
    }

    @Test
    void a_token_in_an_answer_that_is_not_http_is_not_shown() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/api/"))
                        .retry(Retry.standard().attempts(1))
                        .build()) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read();
                    socket.getOutputStream().write(("bad token " + Conditions.SECRET + "\r\n\r\n").getBytes(UTF_8));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answering.start();
            StringWriter shown = new StringWriter();

            catchThrowableOfType(
                            AdapterException.class,
                            () -> workspace.conversation("C0123").get())
                    .printStackTrace(new PrintWriter(shown, true));
            answering.join();

            assertThat(shown.toString()).contains("bad token ***").doesNotContain(Conditions.SECRET.substring(0, 6));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400, 502})
    void a_body_is_never_logged(int status) {
        FakeAnswer answer = FakeAnswer.text(status, "<html>the whole body</html>");
        try (Log log = new Log();
                Stub stub = new Stub("conversations.members", request -> answer)) {
            stub.failure();

            assertThat(log.heard.toString()).doesNotContain("the whole body");
        }
    }

    /** Hears what is logged at any level, except by the fake's own server. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger root = Logger.getLogger("");
        private final Level before = root.getLevel();
        private final StringWriter heard = new StringWriter();

        Log() {
            setLevel(Level.ALL);
            root.setLevel(Level.ALL);
            root.addHandler(this);
        }

        @Override
        public void publish(LogRecord entry) {
            String logger = String.valueOf(entry.getLoggerName());
            if (logger.startsWith("com.slack") || logger.startsWith("dev.gosync") || logger.startsWith("okhttp")) {
                heard.append(logger).append(": ").append(entry.getMessage()).append('\n');
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            root.removeHandler(this);
            root.setLevel(before);
        }
    }

    // Lists without end

    /** Always names a next page, with the elements of {@code ids}. */
    private static Stub endless(String method, Function<Integer, List<String>> ids) {
        AtomicInteger pages = new AtomicInteger();
        return new Stub(method, request -> {
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
        try (Stub stub = endless(method, page -> List.of("C7", "C8"))) {
            assertThat(stub.failure().kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(stub.calls()).containsEntry(method, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"conversations.members", "conversations.list"})
    void empty_pages_under_always_new_cursors_are_malformed(String method) {
        try (Stub stub = endless(method, page -> List.of())) {
            assertThat(stub.failure().kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(stub.calls()).containsEntry(method, 10);
        }
    }

    @Test
    void the_first_page_again_under_new_cursors_is_malformed() {
        fake.joinChannel(people(0, 2100));
        fake.inject(Fault.of(Fault.Type.ENDLESS_PAGES).onReads());

        assertThatThrownBy(() -> desk.conversation().get())
                .isInstanceOfSatisfying(
                        AdapterException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER));
        assertThat(fake.calls()).isEqualTo(Map.of("conversations.members", 2));
    }

    @Test
    void repeated_pages_of_the_directory_are_malformed() {
        try (Stub stub = endless("users.list", page -> List.of("USLACKBOT", "U2"))) {
            AdapterException failure = stub.failure();

            assertThat(failure.kind()).as(failure.toString()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure.operation()).isEqualTo("users.list");
            assertThat(stub.calls()).containsEntry("users.list", 2);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void an_answer_over_the_limit_is_malformed(int status) {
        String body = "{\"ok\":true,\"members\":[\"" + "U".repeat(1_000_000) + "\"]}";
        try (Stub stub = new Stub(
                "conversations.members",
                request -> FakeAnswer.json(status, null).body(body))) {
            AdapterException failure = stub.failure();

            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure.problem()).contains("1000000");
            assertThat(stub.calls()).containsEntry("conversations.members", 1);
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
        try (Stub stub = new Stub(
                "conversations.members", request -> FakeAnswer.json(200, Map.of("ok", false, "error", code)))) {
            AdapterException failure = stub.failure();

            assertThat(failure.remedy())
                    .doesNotContain("report", "Look at the cause")
                    .isNotBlank();
            assertThat(failure.problem()).startsWith(code);
        }
    }
}
