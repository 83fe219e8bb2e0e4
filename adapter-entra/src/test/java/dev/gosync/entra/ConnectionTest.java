package dev.gosync.entra;

import static dev.gosync.entra.EntraFixture.people;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.gosync.adapter.Adapter;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.adapter.Source;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the connection does, whatever a request is for. */
class ConnectionTest {
    private static final EntraCredentials TOKEN = EntraCredentials.tokens(() -> Conditions.SECRET);

    private final EntraFixture fixture = new EntraFixture();
    private final EntraFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static EntraTenant.Builder tenant(URI graph) {
        return EntraTenant.builder(TOKEN)
                .baseUrl(graph.resolve("/v1.0/"))
                .retry(Retry.standard().attempts(1));
    }

    private static AdapterException failure(Source source) {
        return catchThrowableOfType(AdapterException.class, source::get);
    }

    // --- The HTTP client

    @Test
    void the_callers_client_is_used_and_not_closed() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    requests.incrementAndGet();
                    return chain.proceed(chain.request());
                })
                .build();
        fake.join(people(0, 2));

        try (EntraTenant tenant =
                tenant(URI.create(fake.address().toString())).httpClient(client).build()) {
            assertThat(tenant.group(EntraFake.GROUP).get().things()).hasSize(2);
        }

        assertThat(requests).hasValue(fake.requests().size()).hasPositiveValue();
        assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
        assertThat(client.connectionPool().connectionCount()).isPositive();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Test
    void the_authenticator_of_the_callers_client_repeats_no_request() {
        OkHttpClient client = new OkHttpClient.Builder()
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Proof", "another")
                        .build())
                .build();
        fake.inject(Fault.answer(FailureKind.AUTHENTICATION));

        try (EntraTenant tenant =
                tenant(URI.create(fake.address().toString())).httpClient(client).build()) {
            assertThat(failure(tenant.group(EntraFake.GROUP)).kind()).isEqualTo(FailureKind.AUTHENTICATION);
        }

        assertThat(fake.requests()).hasSize(1);
        fake.heal();
    }

    // --- One attempt is one request

    @ParameterizedTest
    @CsvSource({
        "503, 0, UNAVAILABLE",
        "503, 99999999999999999999, UNAVAILABLE",
        "408, 0, UNAVAILABLE",
        "401, 0, AUTHENTICATION",
        "421, 0, UNKNOWN",
        "307, 0, UNKNOWN"
    })
    void no_status_makes_the_client_send_a_second_request(int status, String retryAfter, FailureKind kind)
            throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());

        try (EntraTenant tenant = tenant(address).build()) {
            assertThat(failure(tenant.group(EntraFake.GROUP)).kind()).isEqualTo(kind);
        } finally {
            server.stop(0);
        }

        assertThat(requests).hasValue(1);
    }

    @Test
    void an_answer_over_the_limit_is_malformed_and_not_asked_for_again() {
        try (EntraTenant tenant = tenant(URI.create(fake.address().toString()))
                .retry(Retry.standard())
                .largestAnswer(100)
                .build()) {
            AdapterException failure = failure(tenant.group(EntraFake.GROUP));

            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure).hasMessageContaining("the limit of 100 bytes");
        }

        assertThat(fake.requests()).hasSize(1);
    }

    // --- Secrets

    @Test
    void what_the_client_quotes_of_an_answer_that_is_not_http_shows_no_secret() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EntraTenant tenant = tenant(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                        .build()) {
            Thread answering = new Thread(() -> {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[10_000]);
                    socket.getOutputStream().write(("NONSENSE " + Conditions.SECRET + "\r\n\r\n").getBytes(US_ASCII));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            answering.start();
            StringWriter shown = new StringWriter();

            failure(tenant.group(EntraFake.GROUP)).printStackTrace(new PrintWriter(shown, true));
            answering.join();

            assertThat(shown.toString()).contains("NONSENSE ***").doesNotContain(Conditions.SECRET.substring(0, 5));
        }
    }

    // --- Closing

    @Test
    void a_closed_connection_makes_no_request() {
        Adapter group = fixture.group();
        EntraUsers users = fixture.tenant.users();

        fixture.tenant.close();
        fixture.tenant.close();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                group::get,
                users::get,
                () -> group.preview(people(0, 1)),
                () -> fixture.tenant.group("x"),
                () -> fixture.tenant.nestedGroup("x"),
                fixture.tenant::users)) {
            assertThatIllegalStateException().isThrownBy(call).withMessageEndingWith("is closed");
        }
        assertThat(fake.requests()).isEmpty();
    }

    // --- What was learnt

    @Test
    void users_are_looked_up_again_after_the_time_of_cache_for() throws Exception {
        fake.introduce(people(0, 1));
        try (EntraTenant forgetful = EntraTenant.builder(TOKEN)
                .baseUrl(URI.create(fake.address() + "/v1.0/"))
                .retry(Retry.standard().time(fixture.time, fixture.time::sleep, () -> 0.5))
                .cacheFor(Duration.ofMinutes(2))
                .build()) {
            Adapter group = forgetful.group(EntraFake.GROUP);

            group.preview(people(0, 1));
            group.preview(people(0, 1));
            int known = fake.requests().size();
            fixture.time.pass(Duration.ofMinutes(3));
            group.preview(people(0, 1));

            assertThat(fake.requests()).hasSizeGreaterThan(known);
        }
    }

    // --- Arguments

    @Test
    @SuppressWarnings("NullAway")
    void null_arguments_are_named() {
        EntraTenant.Builder builder = EntraTenant.builder(TOKEN);
        EntraTenant tenant = fixture.tenant;

        mustNameNull("credentials", () -> EntraTenant.of(null));
        mustNameNull("baseUrl", () -> builder.baseUrl(null));
        mustNameNull("authority", () -> builder.authority(null));
        mustNameNull("httpClient", () -> builder.httpClient(null));
        mustNameNull("retry", () -> builder.retry(null));
        mustNameNull("cacheFor", () -> builder.cacheFor(null));
        mustNameNull("idOrName", () -> tenant.group(null));
        mustNameNull("idOrName", () -> tenant.nestedGroup(null));
        mustNameNull("filter", () -> tenant.users(null));
        mustNameNull("tenant", () -> EntraCredentials.clientSecret(null, "client", "secret"));
        mustNameNull("clientId", () -> EntraCredentials.clientSecret("contoso.example", null, "secret"));
        mustNameNull("secret", () -> EntraCredentials.clientSecret("contoso.example", "client", null));
        mustNameNull("clientId", () -> EntraCredentials.managedIdentity(null));
        mustNameNull("source", () -> EntraCredentials.tokens(null));
    }

    private static void mustNameNull(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://graph.example.com/v1.0/", "https://me:pw@example.com/", "ftp://example.com/"})
    void a_wrong_address_is_refused_by_its_name_and_not_shown(String url) {
        EntraTenant.Builder builder = EntraTenant.builder(TOKEN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.baseUrl(URI.create(url)))
                .withMessageStartingWith("baseUrl must ")
                .withMessageNotContaining("pw@");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.authority(URI.create(url)))
                .withMessageStartingWith("authority must ")
                .withMessageNotContaining("pw@");
    }

    @Test
    void a_time_to_remember_must_be_positive() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntraTenant.builder(TOKEN).cacheFor(Duration.ZERO))
                .withMessageStartingWith("cacheFor must be positive");
    }
}
