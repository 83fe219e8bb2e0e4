package dev.gosync.github;

import static dev.gosync.testkit.Asking.add;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gosync.Report;
import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.Listing;
import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppTest extends GitHubFixture {
    static final String APP = "123456";
    private static final KeyPair KEYS = keys();

    @TempDir
    Path folder;

    static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024); // a certification signs thousands of tokens
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void anApp() {
        fake.app(KEYS.getPublic());
        fake.join(TEAM, "member", List.of("ann@x.org"));
        fake.introduce(List.of("bob@x.org"));
    }

    /** The form in which GitHub issues keys: PKCS#8 without its first 26 bytes. */
    private Path pkcs1() throws IOException {
        byte[] pkcs8 = KEYS.getPrivate().getEncoded();
        return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }

    private Path pem(String type, byte[] bytes) throws IOException {
        return pem(folder.resolve("key.pem"), type, bytes);
    }

    static Path pem(Path file, String type, byte[] bytes) throws IOException {
        return Files.writeString(
                file,
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + type
                        + "-----\n");
    }

    private GitHubTeam teamOf(GitHubOrganization.Builder builder) {
        return open(builder).team(TEAM);
    }

    private GitHubTeam teamOfApp() throws IOException {
        return teamOf(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, APP, pkcs1()));
    }

    @Test
    void its_installation_is_found_through_the_organization() throws Exception {
        GitHubTeam team = teamOfApp();

        assertThat(team.get().things()).containsExactly("ann@x.org");
        Report report = add(team, "bob@x.org");

        assertThat(report.isClean()).isTrue();
        assertThat(fake.calls())
                .containsEntry("installation", 1)
                .containsEntry("token", 1)
                .doesNotContainKey("app");
        assertThat(fake.strangers()).isZero();
    }

    @Test
    void an_installation_that_is_given_is_not_looked_for() throws Exception {
        Path pkcs8 = pem("PRIVATE KEY", KEYS.getPrivate().getEncoded());
        GitHubTeam team = teamOf(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, APP, pkcs8)
                .installationId(GitHubFake.INSTALLATION));

        assertThat(team.get().things()).containsExactly("ann@x.org");

        assertThat(fake.calls()).containsEntry("token", 1).doesNotContainKey("installation");
    }

    @Test
    void its_token_is_renewed_before_it_ends_and_not_earlier() throws Exception {
        GitHubTeam team = teamOfApp();
        team.get();
        time.pass(Duration.ofMinutes(49));
        team.get();
        assertThat(fake.calls()).containsEntry("token", 1);

        time.pass(Duration.ofMinutes(2));
        team.get();

        assertThat(fake.calls()).containsEntry("token", 2).containsEntry("installation", 1);
        assertThat(fake.strangers()).isZero();
    }

    @Test
    void an_app_that_is_suspended_not_installed_or_not_allowed_says_so() throws Exception {
        GitHubTeam team = teamOfApp();

        fake.appPermission("");
        AdapterException notAllowed = failure(team);
        fake.suspendApp();
        AdapterException suspended = failure(teamOfApp());
        AdapterException notInstalled = failure(teamOf(GitHubOrganization.withApp("another", APP, pkcs1())));

        assertThat(notAllowed.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(notAllowed.remedy()).contains("Members (write)");
        assertThat(suspended.kind()).isEqualTo(FailureKind.PERMISSION);
        assertThat(suspended).hasMessageContaining("suspended");
        assertThat(notInstalled.kind()).isEqualTo(FailureKind.NOT_FOUND);
        assertThat(notInstalled.remedy()).contains("the App is installed there");
    }

    @Test
    void a_key_of_another_app_is_refused() throws Exception {
        Path other = pem("PRIVATE KEY", keys().getPrivate().getEncoded());

        AdapterException failure = failure(teamOf(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, APP, other)));

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(fake.calls()).containsOnly(Map.entry("installation", 1));
    }

    @Test
    void only_the_retry_policy_repeats_and_waits_while_it_looks_for_the_installation() throws Exception {
        fake.inject(Fault.of(Fault.Type.LOST_ANSWER));

        AdapterException lost = failure(teamOfApp());

        assertThat(lost.kind()).isEqualTo(FailureKind.UNAVAILABLE);
        assertThat(fake.calls()).containsOnly(Map.entry("installation", 6));
        assertThat(time.waits()).hasSize(5);
        fake.heal();
        fake.onceAt("installation", FakeAnswer.json(403, Map.of()).header("Retry-After", "33"));

        assertThat(teamOfApp().get().things()).hasSize(1);

        assertThat(time.waits()).hasSize(6).endsWith(Duration.ofSeconds(33));
    }

    @Test
    void an_answer_that_is_not_an_installation_is_malformed() throws Exception {
        fake.onceAt("installation", FakeAnswer.text(200, "<html>Welcome to the hotel's network</html>"));

        assertThat(failure(teamOfApp()).kind()).isEqualTo(FailureKind.MALFORMED_ANSWER);
    }

    @Test
    void an_interrupt_is_answered_while_it_looks_for_the_installation() throws Exception {
        fake.inject(Fault.of(Fault.Type.HANG));
        GitHubTeam team = teamOfApp();
        FutureTask<Throwable> reading = new FutureTask<>(() -> {
            try {
                team.get();
                return new AssertionError("It was read");
            } catch (InterruptedException e) {
                return e;
            }
        });
        Thread thread = new Thread(reading);
        thread.start();
        while (fake.requests().isEmpty()) {
            Thread.onSpinWait();
        }

        thread.interrupt();

        assertThat(reading.get(5, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    }

    @Test
    void teams_that_are_read_at_once_take_one_token() throws Exception {
        GitHubOrganization organization = open(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, APP, pkcs1()));
        CyclicBarrier together = new CyclicBarrier(3);
        List<FutureTask<Listing>> reading = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            FutureTask<Listing> task = new FutureTask<>(() -> {
                together.await();
                return organization.team(TEAM).get();
            });
            reading.add(task);
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        for (FutureTask<Listing> task : reading) {
            assertThat(task.get(60, TimeUnit.SECONDS).things()).containsExactly("ann@x.org");
        }

        assertThat(fake.calls()).containsEntry("installation", 1).containsEntry("token", 1);
        assertThat(fake.strangers()).isZero();
    }

    @Test
    void a_token_that_github_refuses_is_not_used_again() throws Exception {
        GitHubTeam team = teamOfApp();
        team.get();
        fake.onceAt("graphql", FakeAnswer.json(401, Map.of("message", "Bad credentials")));

        AdapterException failure = failure(team);
        team.get();

        assertThat(failure.kind()).isEqualTo(FailureKind.AUTHENTICATION);
        assertThat(fake.calls()).containsEntry("installation", 2).containsEntry("token", 2);
    }

    @Test
    void a_token_does_not_end_while_others_write() throws Exception {
        fake.found("web");
        GitHubOrganization organization = open(GitHubOrganization.withApp(GitHubFake.ORGANIZATION, APP, pkcs1()));
        organization.team(TEAM).get();
        time.pass(Duration.ofMinutes(49));
        fake.inject(Fault.of(Fault.Type.HANG).onWrites().times(1));
        FutureTask<Report> one = new FutureTask<>(() -> add(organization.team(TEAM), "bob@x.org"));
        FutureTask<Report> other = new FutureTask<>(() -> add(organization.team("web"), "bob@x.org"));
        Thread first = new Thread(one);
        first.start();
        while (!fake.calls().containsKey("add")) {
            Thread.onSpinWait();
        }
        Thread second = new Thread(other);
        second.start();
        while (organization.waitingToWrite() == 0) {
            Thread.onSpinWait();
        }

        time.pass(Duration.ofMinutes(30));
        first.interrupt(); // its own result does not matter

        assertThat(other.get(20, TimeUnit.SECONDS).isClean()).isTrue();
        assertThat(fake.strangers()).isZero();
    }

    @Test
    void an_encrypted_key_is_told_from_none() throws Exception {
        Path withPassPhrase = Files.writeString(folder.resolve("encrypted.pem"), """
                -----BEGIN RSA PRIVATE KEY-----
                Proc-Type: 4,ENCRYPTED
                DEK-Info: AES-128-CBC,00

                AAAA
                -----END RSA PRIVATE KEY-----
                """);
        Path der = Files.write(folder.resolve("key.der"), KEYS.getPrivate().getEncoded());
        Path cut = Files.writeString(
                folder.resolve("cut.pem"), "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n");
        Path elliptic = pem("EC PRIVATE KEY", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, withPassPhrase))
                .hasMessageContaining("encrypted");
        assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, der))
                .hasMessageContaining("has no private key in PEM form");
        for (Path no : List.of(cut, elliptic)) {
            assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, no))
                    .hasMessageContaining("has no RSA private key: " + no);
        }
    }

    @Test
    void no_log_shows_a_token() throws Exception {
        List<String> caught = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                caught.add(new SimpleFormatter().format(entry));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        Logger kohsuke = Logger.getLogger("org.kohsuke.github");
        Logger okhttp = Logger.getLogger("okhttp3");
        for (Logger logger : List.of(kohsuke, okhttp)) {
            logger.setLevel(Level.ALL);
            logger.addHandler(handler);
            logger.setUseParentHandlers(false);
        }
        try {
            teamOfApp().get();
        } finally {
            for (Logger logger : List.of(kohsuke, okhttp)) {
                logger.setLevel(null);
                logger.removeHandler(handler);
                logger.setUseParentHandlers(true);
            }
        }

        assertThat(String.join("", caught)).doesNotContain("ghs_").doesNotContain("eyJ");
    }

    @Test
    void a_file_that_holds_no_such_key_is_refused_without_showing_it() throws Exception {
        Path encrypted = pem("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});

        assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, encrypted))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("encrypted private key");
        Path nonsense = pem("RSA PRIVATE KEY", "secret".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no RSA private key")
                .hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> GitHubOrganization.withApp("acme", APP, folder.resolve("missing.pem")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be read");
    }
}
