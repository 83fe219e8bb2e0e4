package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.google.GoogleFake;
import dev.gosync.testkit.Conditions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every adapter reaches its service through the proxy that the environment names, with its password. */
final class ProxyTest {
    private static final String PASSWORD = "pr0xy-password";
    private static final String LOGIN =
            "Basic " + Base64.getEncoder().encodeToString(("ann:" + PASSWORD).getBytes(ISO_8859_1));

    @TempDir
    private Path folder;

    /** The requests that had the right password. */
    private final List<String> tunnels = new CopyOnWriteArrayList<>();

    private ServerSocket proxy;

    @BeforeEach
    void start() throws IOException {
        proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
    }

    private void serve() {
        while (!proxy.isClosed()) {
            try (Socket client = proxy.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
                String request = in.readLine();
                boolean isKnown = false;
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    isKnown |= line.equalsIgnoreCase("Proxy-Authorization: " + LOGIN);
                }
                if (isKnown) {
                    tunnels.add(request);
                }
                String answer = isKnown
                        ? "HTTP/1.1 502 Bad Gateway\r\n"
                        : "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"office\"\r\n";
                client.getOutputStream()
                        .write((answer + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
            } catch (IOException e) {
                // The client has gone, or the test is over.
            }
        }
    }

    private Run plan(String destination) throws Exception {
        return new CommandLine(folder)
                .variable("HTTPS_PROXY", "http://ann:" + PASSWORD + "@localhost:" + proxy.getLocalPort())
                .variable("SECRET", Conditions.SECRET)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        retry: { attempts: 1 }
                        syncs:
                          - name: platform
                            source: { file: { path: people.csv, column: email } }
                            destinations:
                              - %s
                        """.formatted(destination))
                .run("plan", "go-sync.yml");
    }

    private void mustHaveAsked(Run run) {
        assertThat(run.exitCode()).isNotZero();
        assertThat(tunnels).as(run.out() + run.err()).containsExactly("CONNECT service.example.invalid:443 HTTP/1.1");
        assertThat(run.out() + run.err()).contains("502").doesNotContain(PASSWORD, Conditions.SECRET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "entra-group: { group: platform, tenant: contoso.example.com, client-id: c1ient, client-secret: '${SECRET}', authority: 'https://service.example.invalid', base-url: 'https://service.example.invalid/v1.0/' }",
                "slack-conversation: { token: '${SECRET}', conversation: C0123456, base-url: 'https://service.example.invalid/api/' }",
                "github-team: { token: '${SECRET}', organization: acme, team: platform, identities: [logins], base-url: 'https://service.example.invalid' }",
                "terraform-team: { organization: acme, token: '${SECRET}', team: platform, base-url: 'https://service.example.invalid' }",
                "opsgenie-schedule: { api-key: '${SECRET}', schedule: platform, base-url: 'https://service.example.invalid' }",
                "jsm-schedule: { cloud-id: acme, email: me@example.com, api-token: '${SECRET}', schedule: platform, base-url: 'https://service.example.invalid' }",
            })
    void a_service_is_reached_through_the_proxy(String destination) throws Exception {
        mustHaveAsked(plan(destination));
    }

    @Test
    void google_is_reached_through_the_proxy() throws Exception {
        try (GoogleFake google = new GoogleFake()) { // issues the token on this machine, which is never proxied
            Files.writeString(folder.resolve("key.json"), google.serviceAccount());

            mustHaveAsked(plan("google-group: { group: team@example.com, credentials-file: key.json, act-for: %s,"
                            .formatted(GoogleFake.ADMIN)
                    + " base-url: 'https://service.example.invalid' }"));
        }
    }
}
