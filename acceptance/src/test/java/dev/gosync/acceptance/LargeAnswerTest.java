package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.google.GoogleFake;
import dev.gosync.testkit.Conditions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that answers with 100 MB, and a program that has a heap of 128 MB. */
final class LargeAnswerTest {
    private static final int MEGABYTES = 100;

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) 'a');
        try (OutputStream body = exchange.getResponseBody()) {
            body.write("{\"ok\": true, \"message\": \"".getBytes(US_ASCII));
            for (int i = 0; i < MEGABYTES; i++) {
                body.write(megabyte);
            }
            body.write("\"}".getBytes(US_ASCII));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "entra-group: { group: platform, tenant: contoso.example.com, client-id: c1ient, client-secret: '${SECRET}', authority: '%1$s', base-url: '%1$s/v1.0/' }",
                "slack-conversation: { token: '${SECRET}', conversation: C0123456, base-url: '%s/api/' }",
                "slack-usergroup: { token: '${SECRET}', usergroup: S0123456, base-url: '%s/api/' }",
                "github-team: { token: '${SECRET}', organization: acme, team: platform, identities: [logins], base-url: '%s' }",
                "terraform-team: { organization: acme, token: '${SECRET}', team: platform, base-url: '%s' }",
                "opsgenie-schedule: { api-key: '${SECRET}', schedule: platform, base-url: '%s' }",
                "jsm-schedule: { cloud-id: acme, email: me@example.com, api-token: '${SECRET}', schedule: platform, base-url: '%s' }",
            })
    void an_answer_over_the_limit_is_one_clear_failure(String destination) throws Exception {
        mustBeOneClearFailure(destination);
    }

    @Test
    void an_answer_of_google_over_the_limit_is_one_clear_failure() throws Exception {
        try (GoogleFake google = new GoogleFake()) { // issues the token
            Files.writeString(folder.resolve("key.json"), google.serviceAccount());

            mustBeOneClearFailure("google-group: { group: team@example.com, credentials-file: key.json, act-for: "
                    + GoogleFake.ADMIN + ", base-url: '%s' }");
        }
    }

    private void mustBeOneClearFailure(String destination) throws Exception {
        String address = "http://localhost:" + server.getAddress().getPort();
        CommandLine line = new CommandLine(folder)
                .heap("128m")
                .variable("SECRET", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source: { file: { path: people.csv, column: email } }
                            destinations:
                              - %s
                        """.formatted(destination.formatted(address)));

        Run plan = line.run("plan", "go-sync.yml");

        assertThat(plan.exitCode()).as(plan.out() + plan.err()).isNotZero();
        assertThat(plan.out() + plan.err())
                .contains("the answer is larger than the limit of 1", "MB", "-Xmx")
                .doesNotContain("OutOfMemoryError", "ran out of memory", "\tat ");
        assertThat(requests)
                .as("an answer that is too large is not asked for again")
                .hasValue(1);
    }
}
