package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.gosync.adapter.FailureKind;
import dev.gosync.cli.Fixture.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class NotifyTest {
    private static final String PATH = "/hook/s3cr3t";

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<String> elsewhere = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private HttpServer server;
    private Fixture cli;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean isHook = exchange.getRequestURI().toString().equals(PATH + "?sig=s3cr3t")
                    && exchange.getRequestMethod().equals("POST")
                    && "application/json; charset=utf-8"
                            .equals(exchange.getRequestHeaders().getFirst("Content-Type"));
            (isHook ? messages : elsewhere).add(body);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        cli = new Fixture(folder).variable("WEBHOOK", address());
        FakeGroup.of("people", "ann@example.com", "bob@example.com");
        FakeGroup.of("team", "bob@example.com", "eve@example.com");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + PATH + "?sig=s3cr3t";
    }

    private Fixture configured(String options, String... settings) {
        return cli.file(
                "go-sync.yml",
                "notify: { url: '${WEBHOOK}'" + options + " }",
                String.join("\n", settings),
                "syncs:",
                "  - name: staff",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> message() {
        assertThat(elsewhere).isEmpty();
        assertThat(messages).singleElement().asString().doesNotContain("example.com", "s3cr3t");
        return (Map<String, Object>) new Load(LoadSettings.builder().build()).loadFromString(messages.remove(0));
    }

    @Test
    void a_change_is_told_with_counts_and_without_names() {
        Run run = configured("").run("apply", "go-sync.yml", "--yes", "--format", "json");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.json()).containsEntry("exitCode", 0);
        assertThat(message())
                .containsEntry("version", 1)
                .containsEntry("event", "changed")
                .containsEntry("events", List.of("changed"))
                .containsEntry("command", "apply")
                .containsEntry("configuration", "go-sync.yml")
                .containsEntry("exitCode", 0)
                .containsEntry("run", run.json().get("run"))
                .containsEntry("added", 1)
                .containsEntry("removed", 1)
                .containsEntry("notDone", 0)
                .containsEntry(
                        "syncs",
                        List.of(Map.of(
                                "name",
                                "staff",
                                "result",
                                "done",
                                "added",
                                1,
                                "removed",
                                1,
                                "notDone",
                                0,
                                "refusedBy",
                                List.of())));
    }

    @Test
    void nothing_is_sent_by_plans_and_runs_without_changes() {
        configured("", "guards: { max-additions: 0 }");
        cli.run("plan", "go-sync.yml");
        cli.run("apply", "go-sync.yml", "--dry-run");
        configured("");
        cli.answering("n").run("apply", "go-sync.yml");
        FakeGroup.of("team", "ann@example.com", "bob@example.com");
        Run equal = cli.run("apply", "go-sync.yml", "--yes");

        assertThat(equal.out()).contains("Nothing to do");
        assertThat(messages).isEmpty();
        assertThat(elsewhere).isEmpty();
    }

    @Test
    void a_refusal_is_told_with_the_guards() {
        Run run = configured("", "guards: { max-additions: 0, max-removals: 0 }")
                .run("apply", "go-sync.yml", "--yes", "--state", "none");

        assertThat(run.exitCode()).isEqualTo(3);
        Map<String, Object> message = message();
        assertThat(message).containsEntry("event", "refused").containsEntry("exitCode", 3);
        assertThat(message.get("run")).isNull();
        assertThat(message.get("syncs").toString())
                .contains("result=refused", "refusedBy=[max-additions, max-removals]");
    }

    @Test
    void a_failure_is_told_without_the_words_of_the_service() {
        FakeGroup.of("team").refusing("eve@example.com", FailureKind.REFUSED_THING);

        Run run = configured("").run("apply", "go-sync.yml", "--yes");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(message())
                .containsEntry("event", "failed")
                .containsEntry("events", List.of("changed", "failed"))
                .containsEntry("added", 1)
                .containsEntry("removed", 0)
                .containsEntry("notDone", 1);
    }

    @Test
    void a_place_that_cannot_be_read_is_a_failure() {
        FakeGroup.of("people").broken("ask ann@example.com");

        assertThat(configured("").run("apply", "go-sync.yml", "--yes").exitCode())
                .isEqualTo(1);

        assertThat(message()).containsEntry("events", List.of("failed")).containsEntry("notDone", 0);
    }

    @Test
    void only_the_chosen_events_are_told() {
        configured(", on: [refused, failed]").run("apply", "go-sync.yml", "--yes");
        assertThat(messages).isEmpty();

        FakeGroup.of("team", "eve@example.com", "fox@example.com", "bob@example.com")
                .refusing("eve@example.com", FailureKind.REFUSED_THING);
        configured(", on: [changed]").run("apply", "go-sync.yml", "--yes");
        assertThat(message()).as("it also changed something").containsEntry("event", "failed");
    }

    @Test
    void an_undo_is_told() {
        configured("").run("apply", "go-sync.yml", "--yes");
        messages.clear();

        Run dry = cli.run("undo", "last", "--config", "go-sync.yml", "--dry-run");
        assertThat(messages).isEmpty();
        Run run = cli.run("undo", "last", "--config", "go-sync.yml", "--yes");

        assertThat(dry.exitCode()).isZero();
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(message()).containsEntry("command", "undo").containsEntry("event", "changed");
    }

    @Test
    void a_stale_plan_is_a_refusal() {
        configured("").run("plan", "go-sync.yml", "--out", "plan.json");
        FakeGroup.of("people", "bob@example.com", "eve@example.com");

        Run run = cli.run("apply", "go-sync.yml", "--plan", "plan.json");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(message()).containsEntry("event", "refused").containsEntry("added", 0);
    }

    @Test
    void slack_gets_a_text_in_which_nothing_is_a_mention() {
        cli.file(
                "go-sync.yml",
                "notify: { url: '${WEBHOOK}', format: slack, link: 'https://ci.example.org/jobs?a=1&b=2' }",
                "syncs:",
                "  - name: '<!channel> & staff'",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: team } }]",
                "  - name: guests",
                "    guards: { max-additions: 0 }",
                "    source: { group: { id: people } }",
                "    destinations: [{ group: { id: door } }]");

        cli.run("apply", "go-sync.yml", "--yes", "--state", "none");

        assertThat(message()).containsExactly(Map.entry("text", """
                *go-sync apply go-sync.yml: refused*
                1 added, 1 removed
                \u2022 &lt;!channel&gt; &amp; staff: done (1 added, 1 removed)
                \u2022 guests: refused by max-additions
                https://ci.example.org/jobs?a=1&amp;b=2"""));
    }

    @Test
    void a_webhook_that_fails_is_one_warning_and_the_run_is_as_it_was() {
        Map<Integer, String> answers = Map.of(
                500, "it answered with HTTP 500",
                404, "it answered with HTTP 404",
                307, "it answered with HTTP 307, and redirects are not followed");
        answers.forEach((code, problem) -> {
            status = code;
            FakeGroup.of("team", "bob@example.com", "eve@example.com");

            Run run = configured("").run("apply", "go-sync.yml", "--yes", "--quiet");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).isEmpty();
            assertThat(run.err().strip())
                    .isEqualTo(
                            "warning: the message that this run changed something was not sent to the webhook of notify: "
                                    + problem + ". The run itself is not affected.");
            assertThat(messages).hasSize(1);
            assertThat(elsewhere).isEmpty();
            messages.clear();
        });
    }

    @Test
    void a_webhook_that_is_not_there_does_not_show_its_address() {
        server.stop(0);

        Run run = configured("").run("apply", "go-sync.yml", "--yes", "--debug");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).contains("it could not be reached").doesNotContain("s3cr3t", "/hook");
    }

    @Test
    void a_webhook_that_hangs_ends_after_the_timeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/s3cr3t");

            assertThat(new WebhookCall(Duration.ofMillis(300)).post(address, "{}"))
                    .hasValueSatisfying(problem -> assertThat(problem).startsWith("it did not answer within"));
        }
        assertThat(WebhookCall.TIMEOUT).isLessThan(Duration.ofSeconds(Program.SECONDS_TO_STOP));
    }

    @Test
    void the_documented_message_has_the_keys_of_a_real_one() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        Matcher json = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(json.find()).isTrue();
        Map<?, ?> documented = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json.group(1));

        configured("").run("apply", "go-sync.yml", "--yes");
        Map<String, Object> real = message();

        assertThat(List.copyOf(documented.keySet())).isEqualTo(List.copyOf(real.keySet()));
        assertThat(((List<?>) documented.get("syncs")))
                .allSatisfy(sync -> assertThat(((Map<?, ?>) sync).keySet())
                        .isEqualTo(((Map<?, ?>) ((List<?>) real.get("syncs")).get(0)).keySet()));
    }
}
