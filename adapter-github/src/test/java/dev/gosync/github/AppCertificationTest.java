package dev.gosync.github;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Conditions;
import dev.gosync.testkit.Harness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import org.junit.jupiter.api.io.TempDir;

/** A team that a GitHub App asks for. The App's key is its secret, and so are the tokens that it gets. */
class AppCertificationTest extends AdapterContract {
    private static final KeyPair KEYS = AppTest.keys();
    private static final KeyPair OTHERS = AppTest.keys();

    @TempDir
    Path folder;

    @Override
    protected Harness harness() {
        return new GitHubHarness(new GitHubFake(), GitHubIdentities.saml()) {
            @Override
            protected GitHubOrganization.Builder organization(Conditions conditions) throws IOException {
                fake.app(KEYS.getPublic());
                KeyPair keys = conditions.secret().equals(Conditions.SECRET) ? KEYS : OTHERS;
                Path pem = AppTest.pem(
                        Files.createTempFile(folder, "key", ".pem"),
                        "PRIVATE KEY",
                        keys.getPrivate().getEncoded());
                return GitHubOrganization.withApp(GitHubFake.ORGANIZATION, AppTest.APP, pem)
                        .installationId(GitHubFake.INSTALLATION);
            }
        };
    }
}
