package dev.gosync.slack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackWorkspaceTest {
    @Test
    void a_client_of_ones_own_makes_the_requests_and_stays_open() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient own = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        try (Desk desk = new Desk(builder -> builder.http(own))) {
            desk.fake.joinChannel(Desk.people(0, 2));

            assertThat(desk.conversation().get().things()).hasSize(2);
            desk.workspace.close();
            desk.workspace.close();

            assertThat(requests).hasValue(2);
            assertThat(own.dispatcher().executorService().isShutdown()).isFalse();
        }
    }

    @Test
    void a_client_of_ones_own_repeats_nothing_by_itself() throws Exception {
        try (Desk desk = new Desk(builder ->
                builder.http(new OkHttpClient()).retry(Retry.standard().attempts(1)))) {
            desk.fake.joinChannel(Desk.people(0, 2));
            desk.conversation().get(); // so that there is a connection which has served before
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
    void the_requests_say_what_makes_them() throws Exception {
        try (Desk desk = new Desk()) {
            desk.conversation().get();

            assertThat(desk.fake.received().get(0).header("User-Agent"))
                    .hasValueSatisfying(agent -> assertThat(agent).contains("slack-api-client"));
        }
    }

    @Test
    void nothing_shows_the_token() {
        SlackWorkspace workspace =
                SlackWorkspace.builder(Conditions.SECRET).teamId("T0123").build();

        assertThat(workspace).hasToString("Slack workspace (team T0123)");
        assertThat(workspace.conversation("#platform")).hasToString("Slack conversation #platform (team T0123)");
        assertThat(workspace.userGroup("S0123")).hasToString("Slack user group S0123 (team T0123)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "xoxb-1\n", "xoxb 1", "xoxb-\u00e9"})
    void what_can_be_no_token_is_refused_without_showing_it(String token) {
        assertThatThrownBy(() -> SlackWorkspace.of(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The token is empty or holds characters that no token has");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "C", "c0123", "platform", "#", "#two words", "@platform", "https://x.slack.com/C0123"})
    void what_can_be_no_conversation_is_refused(String key) {
        assertThatThrownBy(() -> SlackWorkspace.of("xoxb-1").conversation(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an id like C0123, or a name like #platform");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "oncall", "@", "#oncall", "s0123"})
    void what_can_be_no_user_group_is_refused(String key) {
        assertThatThrownBy(() -> SlackWorkspace.of("xoxb-1").userGroup(key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be an id like S0123, or a name like @platform-oncall");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "slack.com/api/",
                "ftp://slack.com/api/",
                "https://slack.com/api",
                "https://u:p@x/api/",
                "a b"
            })
    void what_can_be_no_address_is_refused(String url) {
        assertThatThrownBy(() -> SlackWorkspace.builder("xoxb-1").baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("up to and including /api/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme", "E0123"}) // the last is an organization: nobody would be of that workspace
    void what_can_be_no_team_is_refused(String team) {
        assertThatThrownBy(() -> SlackWorkspace.builder("xoxb-1").teamId(team))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
