package dev.gosync.terraform;

import static dev.gosync.terraform.TerraformFixture.people;
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

/** What the connection does, whatever a request is for. */
class ConnectionTest {
    private final TerraformFixture fixture = new TerraformFixture();
    private final TerraformFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static TerraformOrganization.Builder organization(URI address) {
        return TerraformOrganization.builder(TerraformFake.ORGANIZATION, Conditions.SECRET)
                .baseUrl(address)
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
        fake.join(TerraformFake.TEAM, people(0, 2));

        try (TerraformOrganization organization =
                organization(fake.address()).httpClient(client).build()) {
            assertThat(organization.team(TerraformFake.TEAM).get().things()).hasSize(2);
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

        try (TerraformOrganization organization =
                organization(fake.address()).httpClient(client).build()) {
            assertThat(failure(organization.team(TerraformFake.TEAM)).kind()).isEqualTo(FailureKind.AUTHENTICATION);
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

        try (TerraformOrganization organization = organization(address).build()) {
            assertThat(failure(organization.team(TerraformFake.TEAM)).kind()).isEqualTo(kind);
        } finally {
            server.stop(0);
        }

        assertThat(requests).hasValue(1);
    }

    @Test
    void an_answer_over_the_limit_is_malformed_and_not_asked_for_again() {
        try (TerraformOrganization organization = organization(fake.address())
                .retry(Retry.standard())
                .largestAnswer(100)
                .build()) {
            AdapterException failure = failure(organization.team(TerraformFake.TEAM));

            assertThat(failure.kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
            assertThat(failure).hasMessageContaining("the limit of 100 bytes");
        }

        assertThat(fake.requests()).hasSize(1);
    }

    // --- Secrets

    @Test
    void what_the_client_quotes_of_an_answer_that_is_not_http_shows_no_secret() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                TerraformOrganization organization = organization(
                                URI.create("http://127.0.0.1:" + server.getLocalPort()))
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

            failure(organization.team(TerraformFake.TEAM)).printStackTrace(new PrintWriter(shown, true));
            answering.join();

            assertThat(shown.toString()).contains("NONSENSE ***").doesNotContain(Conditions.SECRET.substring(0, 5));
        }
    }

    // --- Closing

    @Test
    void a_closed_connection_makes_no_request() {
        Adapter team = fixture.team();
        Adapter members = fixture.members();
        Adapter teams = fixture.organization.teams();

        fixture.organization.close();
        fixture.organization.close();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                team::get,
                members::get,
                teams::get,
                () -> team.preview(people(0, 1)),
                () -> fixture.organization.team("x"),
                () -> fixture.organization.members("x"),
                fixture.organization::members,
                fixture.organization::teams,
                fixture.organization::teamsWithDeletion)) {
            assertThatIllegalStateException().isThrownBy(call).withMessageEndingWith("is closed");
        }
        assertThat(fake.requests()).isEmpty();
    }

    // --- What was learnt

    @Test
    void people_are_looked_up_again_after_the_time_of_cache_for() throws Exception {
        fake.introduce(people(0, 1));
        try (TerraformOrganization forgetful = TerraformOrganization.builder(
                        TerraformFake.ORGANIZATION, Conditions.SECRET)
                .baseUrl(fake.address())
                .retry(fixture.retry())
                .cacheFor(Duration.ofMinutes(2))
                .build()) {
            Adapter team = forgetful.team(TerraformFake.TEAM);

            team.preview(people(0, 1));
            team.preview(people(0, 1));
            int known = fake.requests().size();
            fixture.time.pass(Duration.ofMinutes(3));
            team.preview(people(0, 1));

            assertThat(fake.requests()).hasSizeGreaterThan(known);
        }
    }

    // --- Arguments

    @Test
    @SuppressWarnings("NullAway")
    void null_arguments_are_named() {
        TerraformOrganization.Builder builder = TerraformOrganization.builder("acme", "t1");
        TerraformOrganization organization = builder.build();

        mustNameNull("organization", () -> TerraformOrganization.of(null, "t1"));
        mustNameNull("token", () -> TerraformOrganization.of("acme", null));
        mustNameNull("baseUrl", () -> builder.baseUrl(null));
        mustNameNull("httpClient", () -> builder.httpClient(null));
        mustNameNull("retry", () -> builder.retry(null));
        mustNameNull("cacheFor", () -> builder.cacheFor(null));
        mustNameNull("team", () -> organization.team(null));
        mustNameNull("inviteTo", () -> organization.members((String) null));
    }

    private static void mustNameNull(String name, ThrowingCallable call) {
        assertThatNullPointerException().isThrownBy(call).withMessage(name);
    }

    @Test
    void a_wrong_argument_is_named_and_the_token_is_not_shown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerraformOrganization.of("acme", "se cret"))
                .withMessageStartingWith("token ")
                .withMessageNotContaining("se cret");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerraformOrganization.of("acme corp", "t1"))
                .withMessageStartingWith("organization ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerraformOrganization.of("acme", "t1").team("a team"))
                .withMessageStartingWith("team ");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        TerraformOrganization.builder("acme", "t1").baseUrl(URI.create("http://terraform.example.com")))
                .withMessageStartingWith("baseUrl must begin with https://");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TerraformOrganization.builder("acme", "t1").cacheFor(Duration.ZERO))
                .withMessageStartingWith("cacheFor must be positive");
    }
}
