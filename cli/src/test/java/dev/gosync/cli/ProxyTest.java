package dev.gosync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.AdapterProvider;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Source;
import dev.gosync.cli.Fixture.Run;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that call services use the proxy of the environment, and only they do. */
@Timeout(60)
@Isolated // the proxy of the process is the same for all threads
final class ProxyTest {
    private static final String LOGIN = "Basic " + Base64.getEncoder().encodeToString("ann:p@ss".getBytes(ISO_8859_1));

    @TempDir
    private Path folder;

    private Fixture cli;

    @BeforeEach
    void set_up() {
        cli = new Fixture(folder);
        FakeGroup.of("team", "ann@example.com");
    }

    private void configured(String url) {
        cli.file(
                "go-sync.yml",
                "syncs:",
                "  - name: staff",
                "    source: { web: { url: '" + url + "' } }",
                "    destinations: [{ group: { id: team } }]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_PROXY", "http_proxy"})
    void a_place_is_reached_through_the_proxy_with_its_password(String variable) throws IOException {
        configured("http://some-name.invalid/people");
        ProxySelector selector = ProxySelector.getDefault();
        Authenticator authenticator = Authenticator.getDefault();

        try (FakeProxy proxy = new FakeProxy()) {
            cli.variable(variable, "http://ann:p%40ss@127.0.0.1:" + proxy.port());
            Run run = cli.run("apply", "go-sync.yml", "--yes");

            assertThat(run.err()).isEmpty();
            assertThat(run.exitCode()).isZero();
            assertThat(proxy.requests())
                    .containsExactly(
                            "GET http://some-name.invalid/people HTTP/1.1 without a password",
                            "GET http://some-name.invalid/people HTTP/1.1 " + LOGIN);
            assertThat(FakeGroup.of("team").things()).containsExactly("ann@example.com", "bob@example.com");
        }
        assertThat(ProxySelector.getDefault()).isSameAs(selector);
        assertThat(Authenticator.getDefault()).isSameAs(authenticator);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
    void a_place_over_https_is_reached_through_a_tunnel(String variable) throws IOException {
        configured("https://some-name.invalid/people");

        try (FakeProxy proxy = new FakeProxy()) {
            cli.variable(variable, "127.0.0.1:" + proxy.port()).variable("HTTP_PROXY", "http://nowhere.invalid:1");
            Run run = cli.run("plan", "go-sync.yml");

            assertThat(run.exitCode()).isEqualTo(1); // a proxy that asks for a password
            assertThat(proxy.requests()).containsExactly("CONNECT some-name.invalid:443 HTTP/1.1 without a password");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NO_PROXY", "no_proxy"})
    void a_place_of_no_proxy_is_reached_directly(String variable) {
        List<String> proxies = new ArrayList<>();
        FakeGroup.of("team").onRead(() -> {
            for (String host : List.of("some-name.invalid", "other.invalid", "127.0.0.1")) {
                proxies.add(ProxySelector.getDefault()
                        .select(URI.create("http://" + host))
                        .get(0)
                        .toString());
            }
        });
        cli.file(
                "go-sync.yml",
                "syncs: [{ name: a, source: { group: { id: people } }, destinations: [{ group: { id: team } }] }]");
        FakeGroup.of("people", "ann@example.com");

        cli.variable("HTTP_PROXY", "http://proxy.invalid:3128")
                .variable(variable, "some-name.invalid")
                .run("plan", "go-sync.yml");

        assertThat(proxies).containsExactly("DIRECT", "HTTP @ proxy.invalid/<unresolved>:3128", "DIRECT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP_PROXY", "HTTPS_PROXY"})
    void a_wrong_variable_is_one_fault_that_does_not_show_its_value(String variable) {
        configured("http://some-name.invalid/people");
        for (String value : List.of(
                "socks5://ann:hush-4711@proxy", "http://ann:hush-4711@", "hush-4711 x", "http://x/?hush-4711")) {
            cli.variable(variable, value);
            for (String command : List.of("plan", "apply", "validate")) {
                Run run = cli.run(command, "go-sync.yml", "--format", "json", "--debug");

                assertThat(run.exitCode()).isEqualTo(2);
                assertThat(run.err().strip())
                        .isEqualTo("environment: The environment variable " + variable
                                + " must be the address of an HTTP proxy, like http://proxy.example.com:3128");
                assertThat((List<?>) run.json().get("faults")).hasSize(1);
                assertThat(run.out()).doesNotContain("hush");
            }
        }
    }

    @Test
    void commands_that_call_no_service_ignore_the_variables() {
        configured("http://some-name.invalid/people");
        cli.variable("HTTP_PROXY", "not an address");

        for (String[] command : new String[][] {{"adapters"}, {"schema"}}) {
            assertThat(cli.run(command).exitCode()).isZero();
        }
    }

    /** An HTTP proxy that asks for a password and answers itself. It records the first line of each request. */
    private static final class FakeProxy implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
        private final Thread worker = new Thread(this::serve, "fake-proxy");

        FakeProxy() throws IOException {
            worker.start();
        }

        int port() {
            return server.getLocalPort();
        }

        List<String> requests() {
            return List.copyOf(requests);
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    answer(socket);
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        private void answer(Socket socket) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            @Nullable String first = in.readLine();
            if (first == null) {
                return;
            }
            String login = "without a password";
            for (@Nullable String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.regionMatches(true, 0, "Proxy-Authorization: ", 0, 21)) {
                    login = line.substring(21);
                }
            }
            requests.add(first + " " + login);
            String body = "ann@example.com\nbob@example.com\n";
            boolean isKnown = login.equals(LOGIN);
            String answer = String.join(
                    "\r\n",
                    isKnown ? "HTTP/1.1 200 OK" : "HTTP/1.1 407 Proxy Authentication Required",
                    "Proxy-Authenticate: Basic realm=\"proxy\"",
                    "Connection: close",
                    "Content-Length: " + (isKnown ? body.length() : 0),
                    "",
                    isKnown ? body : "");
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    /** The type {@code web}: a list at a URL, read with a client that takes the proxy of the process. */
    public static final class WebProvider implements AdapterProvider {
        @Override
        public String type() {
            return "web";
        }

        @Override
        public String summary() {
            return "A list at a URL";
        }

        @Override
        public List<ConfigKey> keys() {
            return List.of(ConfigKey.of("url", "Address of the list").required());
        }

        @Override
        public Source create(Config config) {
            HttpClient.Builder builder = HttpClient.newBuilder().proxy(ProxySelector.getDefault());
            Optional.ofNullable(Authenticator.getDefault()).ifPresent(builder::authenticator);
            HttpClient client = builder.build();
            String url = config.text("url");
            return new Source() {
                @Override
                public String name() {
                    return "list " + url;
                }

                @Override
                public Listing get() throws InterruptedException {
                    try {
                        HttpResponse<String> response = client.send(
                                HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
                        if (response.statusCode() == 200) {
                            return Listing.of(response.body().lines().toList());
                        }
                        throw failure("status " + response.statusCode());
                    } catch (IOException e) {
                        throw failure(String.valueOf(e.getMessage()));
                    }
                }

                private AdapterException failure(String problem) {
                    return AdapterException.of(FailureKind.UNAVAILABLE, name(), "read", problem)
                            .build();
                }
            };
        }
    }
}
