package dev.gosync.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackWorkspaceTest {
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
        try (Desk desk = new Desk(builder -> builder.httpClient(own))) {
            desk.fake.joinChannel(Desk.people(0, 2));

            assertThat(desk.conversation().get().things()).hasSize(2);
            desk.workspace.close();
            desk.workspace.close();

            assertThat(requests).hasValue(2);
            assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
            assertThat(own.connectionPool().connectionCount()).isPositive();
        }
    }

    @Test
    void the_callers_http_client_repeats_no_request() throws Exception {
        try (Desk desk = new Desk(builder ->
                builder.httpClient(new OkHttpClient()).retry(Retry.standard().attempts(1)))) {
            desk.fake.joinChannel(Desk.people(0, 2));
            desk.conversation().get(); // opens a connection, which the next request uses again
            desk.fake.forgetRequests();
            desk.fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

            assertThatThrownBy(() -> desk.conversation().get())
                    .isInstanceOfSatisfying(
                            AdapterException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));

            assertThat(desk.fake.requests()).hasSize(1);
            desk.fake.heal();
        }
    }

    @Test
    void the_requests_name_slacks_client() throws Exception {
        try (Desk desk = new Desk()) {
            desk.conversation().get();

            assertThat(desk.fake.received().get(0).header("User-Agent"))
                    .hasValueSatisfying(agent -> assertThat(agent).contains("slack-api-client"));
        }
    }

    // Closing

    @Test
    void after_close_no_place_makes_a_request() throws Exception {
        try (Desk desk = new Desk()) {
            desk.fake.joinChannel(Desk.people(0, 2));
            desk.fake.joinGroup(Desk.people(0, 2));
            Adapter before = desk.conversation();
            Adapter group = desk.group(WhenEmpty.REFUSE);
            before.get();
            group.get();
            desk.fake.forgetRequests();

            desk.workspace.close();

            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    before::get,
                    group::get,
                    () -> group.preview(Desk.people(0, 1)),
                    () -> desk.workspace.conversation("#platform"),
                    () -> desk.workspace.userGroup("@oncall"))) {
                assertThatThrownBy(call)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("The Slack workspace is closed");
            }
            assertThat(desk.fake.requests()).isEmpty();
        }
    }

    @Test
    void closing_while_a_call_waits_ends_it_without_another_request() {
        try (Desk desk = new Desk()) {
            desk.fake.inject(Fault.of(Fault.Type.LOST_ANSWER));
            desk.time.onWait(desk.workspace::close);

            assertThatThrownBy(() -> desk.conversation().get())
                    .isInstanceOf(AdapterException.class)
                    .hasMessageContaining("The Slack workspace is closed");

            assertThat(desk.fake.requests()).hasSize(1);
            desk.fake.heal();
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
    void a_null_argument_is_refused_by_its_name() {
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
        try (Desk desk = new Desk(builder -> builder);
                SlackWorkspace workspace = SlackWorkspace.builder(Conditions.SECRET)
                        .baseUrl(desk.fake.address().resolve("/api"))
                        .build()) {
            desk.fake.joinChannel(Desk.people(0, 2));

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
}
