package dev.gosync.github;

import dev.gosync.testkit.AdapterContract;
import dev.gosync.testkit.Harness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** A team by the e-mail addresses of a file that is kept up to date. */
class FileCertificationTest extends AdapterContract {
    @TempDir
    Path folder;

    @Override
    protected Harness harness() throws IOException {
        GitHubFake fake = new GitHubFake();
        Path csv = Files.createTempFile(folder, "identities", ".csv");
        return new GitHubHarness(fake, GitHubIdentities.of(() -> {
            write(fake.emailsByLogin(), csv);
            return new IdentityFile(csv).emailsByLogin();
        }));
    }

    private static void write(Map<String, List<String>> emailsByLogin, Path csv) throws IOException {
        StringBuilder rows = new StringBuilder("email,login\n");
        emailsByLogin.forEach((login, emails) -> emails.forEach(email -> rows.append('"')
                .append(email.replace("\"", "\"\""))
                .append("\",")
                .append(login)
                .append('\n')));
        Files.writeString(csv, rows);
    }
}
