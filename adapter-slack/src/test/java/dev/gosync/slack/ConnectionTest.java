package dev.gosync.slack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connection does, whatever a request is for. */
class ConnectionTest {
    // The HTTP client

    @Test
    void the_callers_http_client_makes_the_requests_and_stays_open() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        try (SlackFixture fixture = new SlackFixture(builder -> builder.httpClient(own))) {
            fixture.fake.joinChannel(SlackFixture.people(0, 2));

            assertThat(fixture.conversation().get().things()).hasSize(2);
            fixture.workspace.close();
            fixture.workspace.close();

            assertThat(requests).hasValue(2);
            assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
            assertThat(own.connectionPool().connectionCount()).isPositive();
        }
    }

    @Test
    void the_callers_http_client_repeats_no_request() throws Exception {
        try (SlackFixture fixture = new SlackFixture(builder ->
                builder.httpClient(new OkHttpClient()).retry(Retry.standard().attempts(1)))) {
            fixture.fake.joinChannel(SlackFixture.people(0, 2));
            fixture.conversation().get(); // opens a connection, which the next request uses again
            fixture.fake.forgetRequests();
            fixture.fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

            assertThatThrownBy(() -> fixture.conversation().get())
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));

            assertThat(fixture.fake.requests()).hasSize(1);
            fixture.fake.heal();
        }
    }

    @Test
    void the_requests_name_slacks_client() throws Exception {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.conversation().get();

            assertThat(fixture.fake.received().get(0).header("User-Agent"))
                    .hasValueSatisfying(agent -> assertThat(agent).contains("slack-api-client"));
        }
    }

    // Closing

    @Test
    void a_closed_connection_makes_no_request() throws Exception {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.fake.joinChannel(SlackFixture.people(0, 2));
            fixture.fake.joinGroup(SlackFixture.people(0, 2));
            Adapter before = fixture.conversation();
            Adapter group = fixture.group(WhenEmpty.REFUSE);
            before.get();
            group.get();
            fixture.fake.forgetRequests();

            fixture.workspace.close();

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    before::get,
                    group::get,
                    () -> group.preview(SlackFixture.people(0, 1)),
                    () -> fixture.workspace.conversation("#platform"),
                    () -> fixture.workspace.userGroup("@oncall"))) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("The Slack workspace is closed");
            }
            assertThat(fixture.fake.requests()).isEmpty();
        }
    }

    @Test
    void closing_while_a_call_waits_ends_it_without_another_request() {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.fake.inject(Fault.of(Fault.Type.LOST_ANSWER));
            fixture.time.onWait(fixture.workspace::close);

            assertThatThrownBy(() -> fixture.conversation().get())
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("The Slack workspace is closed");

            assertThat(fixture.fake.requests()).hasSize(1);
            fixture.fake.heal();
        }
    }

    @Test
    void closing_twice_or_before_the_first_request_does_no_harm() {
        SlackWorkspace workspace = SlackWorkspace.of("xoxb-1");

        workspace.close();

        assertThatCode(workspace::close).doesNotThrowAnyException();
    }

    // Arguments

    @Test
    void nothing_shows_the_token() {
        SlackWorkspace workspace =
                SlackWorkspace.builder(Conditions.SECRET).teamId("T0123").build();

        assertThat(workspace).hasToString("Slack workspace (team T0123)");
        assertThat(workspace.conversation("#platform")).hasToString("Slack conversation #platform (team T0123)");
        assertThat(workspace.userGroup("S0123")).hasToString("Slack user group S0123 (team T0123)");
    }

    @Test
    @SuppressWarnings("NullAway")
    void null_arguments_are_named() {
        SlackWorkspace.Builder builder = SlackWorkspace.builder("xoxb-1");
        SlackWorkspace workspace = builder.build();

        mustNameNull("token", () -> SlackWorkspace.of(null));
        mustNameNull("token", () -> SlackWorkspace.builder(null));
        mustNameNull("baseUrl", () -> builder.baseUrl(null));
        mustNameNull("teamId", () -> builder.teamId(null));
        mustNameNull("httpClient", () -> builder.httpClient(null));
        mustNameNull("retry", () -> builder.retry(null));
        mustNameNull("cacheFor", () -> builder.cacheFor(null));
        mustNameNull("idOrName", () -> workspace.conversation(null));
        mustNameNull("idOrHandle", () -> workspace.userGroup(null));
        mustNameNull("whenEmpty", () -> workspace.userGroup("S0123", null));
    }

    private static void mustNameNull(String name, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "xoxb-1\n", "xoxb 1", "xoxb-\u00e9"})
    void a_wrong_token_is_refused_without_showing_it(String token) {
        assertThatThrownBy(() -> SlackWorkspace.of(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token is empty, or has characters that no token has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "c0123", "platform", "#", "#two words", "@platform", "https://x.slack.com/C0123"})
    void a_wrong_conversation_is_refused(String key) {
        assertThatThrownBy(() -> SlackWorkspace.of("xoxb-1").conversation(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("idOrName must be an id like C0123 or a name like #platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oncall", "@", "#oncall", "s0123"})
    void a_wrong_user_group_is_refused(String key) {
        assertThatThrownBy(() -> SlackWorkspace.of("xoxb-1").userGroup(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("idOrHandle must be an id like S0123 or a name like @platform-oncall");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slack.com/api/",
                "ftp://slack.com/api/",
                "https://u:p@x/api/",
                "http://slack.com/api/",
                "https://slack.com/api/?key=x"
            })
    void a_wrong_address_is_refused(String url) {
        assertThatThrownBy(() -> SlackWorkspace.builder("xoxb-1").baseUrl(URI.create(url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("baseUrl must be");
    }

    @Test
    void an_address_may_lack_the_slash_at_its_end() throws Exception {
        try (SlackFixture fixture = new SlackFixture(builder -> builder);
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(fixture.fake.address().resolve("/api"))
                        .build()) {
            fixture.fake.joinChannel(SlackFixture.people(0, 2));

            assertThat(workspace.conversation(SlackFake.CHANNEL).get().things()).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "E0123"}) // the last one is an organization
    void a_wrong_workspace_id_is_refused(String team) {
        assertThatThrownBy(() -> SlackWorkspace.builder("xoxb-1").teamId(team))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("teamId must be the id of a workspace, like T0123");
    }

    @Test
    void a_time_to_remember_must_be_positive() {
        for (Duration time : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatThrownBy(() -> SlackWorkspace.builder("xoxb-1").cacheFor(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("cacheFor must be positive");
        }
    }

    // One attempt is one request

    @ParameterizedTest
    @ValueSource(strings = {"0", "00"})
    void a_503_with_retry_after_0_is_one_request_for_each_attempt(String retryAfter) {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.fake.instead.put(
                    "conversations.members", FakeAnswer.text(503, "").header("Retry-After", retryAfter));

            AdapterException failure = catchThrowableOfType(
                    AdapterException.class, () -> fixture.conversation().get());

            assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE);
            assertThat(fixture.fake.calls())
                    .containsEntry("conversations.members", 6); // the attempts of the retry policy
            assertThat(fixture.time.waits()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 500, 503})
    void any_status_is_one_request_for_each_attempt(int status) {
        try (SlackFixture fixture = new SlackFixture()) {
            fixture.fake.instead.put("conversations.members", FakeAnswer.text(status, ""));

            assertThat(catchThrowableOfType(
                            AdapterException.class, () -> fixture.conversation().get()))
                    .isNotNull();
            assertThat(fixture.fake.calls()).containsEntry("conversations.members", 6);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 502})
    void an_answer_over_the_limit_is_malformed(int status) {
        String body = "{\"ok\":true,\"members\":[\"" + "U".repeat(1_000_000) + "\"]}";
        try (StrangeServer server = new StrangeServer(
                "conversations.members",
                request -> FakeAnswer.json(status, null).body(body))) {
            AdapterException failure = server.failure();

            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure.problem()).contains("1000000");
            assertThat(server.calls()).containsEntry("conversations.members", 1);
        }
    }

    // Secrets

    @ParameterizedTest
    @EnumSource
    void a_token_that_slack_repeats_is_shown_nowhere(Repeating repeating) {
        String token = Conditions.SECRET;
        for (String part : List.of(token, token.substring(0, token.length() - 3))) {
            try (Log log = new Log();
                    StrangeServer server =
                            new StrangeServer("conversations.members", request -> repeating.answer(part))) {
                server.failure().printStackTrace(new PrintWriter(log.heard, true));

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
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/api/"))
                        .retry(Retry.standard().attempts(1))
                        .build()) {
            Thread answering = new Thread(() -> {
                try (Socket accepted = socket.accept()) {
                    accepted.getInputStream().read();
                    accepted.getOutputStream().write(("bad token " + Conditions.SECRET + "\r\n\r\n").getBytes(UTF_8));
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
                StrangeServer server = new StrangeServer("conversations.members", request -> answer)) {
            server.failure();

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
}
