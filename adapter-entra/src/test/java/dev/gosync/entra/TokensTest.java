package dev.gosync.entra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Retry;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How tokens are got with msal4j, whose requests our own client makes. */
class TokensTest {
    private final EntraFixture fixture = new EntraFixture(EntraFixture.app());
    private final EntraFake fake = fixture.fake;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void an_app_with_a_secret_gets_one_token_for_all_calls() throws Exception {
        fake.join(List.of("ann@example.com"));

        assertThat(fixture.group().get().things()).containsExactly("ann@example.com");
        fixture.tenant.users().get();

        assertThat(fake.calls()).isEqualTo(Map.of("token", 1, "get group", 1, "list members", 1, "list users", 1));
        assertThat(fixture.group().name())
                .isEqualTo("Entra group " + EntraFake.GROUP + " (tenant contoso.onmicrosoft.com)");
    }

    @Test
    void a_token_is_for_the_host_of_the_local_graph() throws Exception {
        fixture.group().get();

        assertThat(scopes()).containsExactly(fake.address() + "/.default");
    }

    @ParameterizedTest
    @CsvSource({
        "https://login.microsoftonline.com/, https://graph.microsoft.com",
        "https://login.microsoftonline.us/, https://graph.microsoft.us",
        "https://login.microsoftonline.us/, https://dod-graph.microsoft.us",
        "https://login.partner.microsoftonline.cn/, https://microsoftgraph.chinacloudapi.cn"
    })
    void a_token_is_for_the_host_of_graph_in_each_cloud(URI authority, String graph) throws Exception {
        fake.populate(101, 101);
        Set<String> asked = new TreeSet<>();

        try (EntraTenant tenant = EntraTenant.builder(EntraFixture.app())
                .authority(authority)
                .baseUrl(URI.create(graph + "/v1.0/"))
                .httpClient(reachingTheFake(asked))
                .retry(Retry.standard().attempts(1))
                .build()) {
            assertThat(tenant.group(EntraFake.GROUP).get().things())
                    .as("the second page too is at that host")
                    .hasSize(101);
        }

        assertThat(scopes()).containsExactly(graph + "/.default");
        assertThat(asked)
                .containsExactlyInAnyOrder(
                        authority.getHost(), URI.create(graph).getHost());
    }

    /** A client whose requests all reach the fake, whichever host they are for. */
    private OkHttpClient reachingTheFake(Set<String> asked) {
        return new OkHttpClient.Builder()
                .addInterceptor(chain -> {
                    HttpUrl url = chain.request().url();
                    asked.add(url.host());
                    return chain.proceed(chain.request()
                            .newBuilder()
                            .url(url.newBuilder()
                                    .scheme("http")
                                    .host(fake.address().getHost())
                                    .port(fake.address().getPort())
                                    .build())
                            .build());
                })
                .build();
    }

    /** What tokens were asked for. The other scopes are those of msal4j. */
    private List<String> scopes() {
        return fake.received().stream()
                .filter(request -> request.operation().equals("token"))
                .flatMap(request -> request.form("scope").stream())
                .flatMap(scopes -> Stream.of(scopes.split(" ")))
                .filter(scope -> scope.contains("/"))
                .toList();
    }

    @Test
    void a_token_is_renewed_before_it_ends() throws Exception {
        fixture.group().get();
        fixture.time.pass(Duration.ofMinutes(50));
        fixture.group().get();
        assertThat(fake.calls()).containsEntry("token", 1);

        fixture.time.pass(Duration.ofMinutes(6));
        fixture.group().get();

        assertThat(fake.calls()).containsEntry("token", 2);
    }

    @Test
    void a_token_that_graph_refuses_is_not_used_again() throws Exception {
        fixture.group().get();
        fake.endTokens();

        assertThatThrownBy(() -> fixture.group().get()).hasMessageContaining("AUTHENTICATION");
        assertThat(fixture.group().get().things()).isEmpty();
    }

    @Test
    void a_wrong_secret_is_one_clear_failure_that_does_not_show_it() {
        String wrong = "wr0ng-secret-value";
        EntraTenant tenant = fixture.another(EntraCredentials.clientSecret(EntraFake.TENANT, EntraFake.CLIENT, wrong));

        assertThatThrownBy(() -> tenant.group(EntraFake.GROUP).get())
                .isInstanceOfSatisfying(AdapterException.class, e -> {
                    assertThat(e.kind()).isEqualTo(FailureKind.AUTHENTICATION);
                    assertThat(e.problem()).contains("AADSTS7000215");
                    assertThat(e.remedy()).contains("secret");
                    assertThat(e.toString()).doesNotContain(wrong);
                });
        assertThat(fake.calls()).isEqualTo(Map.of("token", 1));
        tenant.close();
    }

    @Test
    void a_busy_token_endpoint_is_asked_again_when_it_says() throws Exception {
        fake.inject(Fault.rateLimited(Duration.ofSeconds(9)).times(1));

        fixture.group().get();

        assertThat(fixture.time.waits()).containsExactly(Duration.ofSeconds(9));
        assertThat(fake.calls()).as("one attempt is one request").containsEntry("token", 2);
    }

    @Test
    void tokens_of_the_callers_own_may_fail() {
        EntraTenant tenant = fixture.another(EntraCredentials.tokens(() -> {
            throw new IOException("no token for " + Conditions.SECRET.substring(0, 3));
        }));

        assertThatThrownBy(() -> tenant.group(EntraFake.GROUP).get())
                .hasMessageContaining("get token")
                .hasMessageContaining("UNAVAILABLE");
        tenant.close();
    }

    @Test
    void a_refusal_that_repeats_the_secret_does_not_show_it() {
        fake.inject(Fault.answer(FailureKind.AUTHENTICATION).tellingSecret());

        assertThatThrownBy(() -> fixture.group().get())
                .hasMessageContaining("***")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(Conditions.SECRET));
    }

    @Test
    void an_app_with_a_certificate_signs_what_it_sends(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("app.p12");
        Process keytool = new ProcessBuilder((Path.of(System.getProperty("java.home"), "bin", "keytool")
                                + " -genkeypair -alias app -keyalg RSA -keysize 2048 -dname CN=app -storetype PKCS12 -storepass changeit"
                                + " -keystore " + store)
                        .split(" ", -1))
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        Base64.Encoder lines = Base64.getMimeEncoder();
        Path pem = Files.writeString(folder.resolve("app.pem"), """
                        -----BEGIN PRIVATE KEY-----
                        %s
                        -----END PRIVATE KEY-----
                        -----BEGIN CERTIFICATE-----
                        %s
                        -----END CERTIFICATE-----
                        """.formatted(
                        lines.encodeToString(
                                keys.getKey("app", "changeit".toCharArray()).getEncoded()),
                        lines.encodeToString(keys.getCertificate("app").getEncoded())));
        PemFile file = PemFile.read(pem);
        fake.join(List.of("ann@example.com"));

        try (EntraTenant tenant = fixture.another(
                EntraCredentials.certificate(EntraFake.TENANT, EntraFake.CLIENT, file.key(), file.certificate()))) {
            assertThat(tenant.group(EntraFake.GROUP).get().things()).containsExactly("ann@example.com");
        }
        assertThat(fake.received().get(0).form("client_assertion")).isPresent();
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void nothing_shows_the_secret() {
        assertThat(EntraFixture.app()).hasToString("Entra credentials of contoso.onmicrosoft.com");
        assertThat(fixture.tenant.toString() + fixture.group()).doesNotContain(Conditions.SECRET);
    }
}
