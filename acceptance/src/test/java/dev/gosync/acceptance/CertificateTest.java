package dev.gosync.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.gosync.acceptance.CommandLine.Run;
import dev.gosync.google.GoogleFake;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose certificate the JVM does not know, and what docs/running.md says about it. */
@DisabledOnOs(OS.WINDOWS)
final class CertificateTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private HttpsServer server;

    private void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        String home = System.getProperty("java.home");
        builder.environment().put("JAVA_HOME", home);
        builder.environment().merge("PATH", home + "/bin", (path, first) -> first + ":" + path);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(folder.resolve("output")))
                .isZero();
    }

    @BeforeEach
    void start() throws Exception {
        run(
                "sh",
                "-c",
                "keytool -genkeypair -alias server -keyalg EC -dname CN=localhost -ext SAN=dns:localhost -validity 30"
                        + " -keystore server.p12 -storepass changeit"
                        + " && keytool -exportcert -rfc -alias server -keystore server.p12 -storepass changeit >company.pem");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(folder.resolve("server.p12"))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] body = "{\"ok\": false, \"error\": \"invalid_auth\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Run plan(List<String> options, String destination) throws Exception {
        return new CommandLine(folder)
                .options(options)
                .file("people.csv", DemoPeople.csv())
                .file("go-sync.yml", """
                        syncs:
                          - name: platform
                            source: { file: { path: people.csv, column: email } }
                            destinations: [ %s ]
                        """.formatted(destination.replace(
                        "ADDRESS", "https://localhost:" + server.getAddress().getPort())))
                .run("plan", "go-sync.yml", "-v");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "entra-group: { group: platform, tenant: contoso.example.com, client-id: c1ient, client-secret: s3cret, authority: 'ADDRESS', base-url: 'ADDRESS/v1.0/' }",
                "slack-conversation: { token: xoxb-1, conversation: C0123456, base-url: 'ADDRESS/api/' }",
                "github-team: { token: t0ken, organization: acme, team: platform, base-url: 'ADDRESS' }",
                "opsgenie-schedule: { api-key: k3y, schedule: platform, base-url: 'ADDRESS' }",
                "terraform-team: { organization: acme, token: t0ken, team: platform, base-url: 'ADDRESS' }",
                "jsm-schedule: { cloud-id: acme, email: me@example.com, api-token: t0ken, schedule: p, base-url: 'ADDRESS' }"
            })
    void a_certificate_that_is_not_trusted_is_named_and_the_call_is_not_repeated(String destination) throws Exception {
        Run run = plan(List.of(), "{ " + destination + " }");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .contains("the certificate of the server is not trusted")
                .contains("-Djavax.net.ssl.trustStore");
        assertThat(run.err()).contains("reading").doesNotContain("trying again");
    }

    @Test
    void googles_certificate_is_named_too() throws Exception {
        try (GoogleFake google = new GoogleFake()) { // issues the token over plain HTTP
            Files.writeString(folder.resolve("key.json"), google.serviceAccount());

            Run run = plan(
                    List.of(),
                    "{ google-group: { group: team@example.com, credentials-file: key.json, act-for: %s, base-url: ADDRESS } }"
                            .formatted(GoogleFake.ADMIN));

            assertThat(run.out()).contains("the certificate of the server is not trusted");
            assertThat(run.err()).doesNotContain("trying again");
        }
    }

    @Test
    void the_certificates_of_docs_running_are_trusted() throws Exception {
        Matcher snippet = Pattern.compile("```sh\n(cp [^`]*keytool [^`]*)```")
                .matcher(Files.readString(Path.of("../docs/running.md")));
        assertThat(snippet.find()).isTrue();
        run("sh", "-c", "set -e\n" + snippet.group(1));

        Run run = plan(
                List.of("-Djavax.net.ssl.trustStore=trusted.p12"),
                "{ slack-conversation: { token: xoxb-1, conversation: C0123456, base-url: 'ADDRESS/api/' } }");

        assertThat(run.out()).contains("invalid_auth").doesNotContain("certificate");
    }
}
