package dev.gosync.google;

import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of a configuration that say which account it is and who asks, and the directory they stand for. */
final class Accounts {
    private static final String CREDENTIALS = "credentials-file";
    private static final String ACT_FOR = "act-for";
    private static final String BASE_URL = "base-url";

    private Accounts() {}

    static List<ConfigKey> keys() {
        return List.of(
                ConfigKey.of(CREDENTIALS, "A JSON key of a service account; by default application default credentials")
                        .form(Form.PATH),
                ConfigKey.of(ACT_FOR, "The admin to act for, by domain-wide delegation; takes a service account's key"),
                ConfigKey.of(BASE_URL, "Where to send requests instead of https://admin.googleapis.com/"));
    }

    /**
     * Gives the directory, which is shared by all places with the same account.
     *
     * @param faults gets what is wrong; then there is no directory
     */
    static Optional<GoogleDirectory> directory(Config config, List<Fault> faults) {
        Optional<Path> file = config.path(CREDENTIALS);
        Optional<String> actFor = config.find(ACT_FOR);
        Optional<String> root = config.find(BASE_URL);
        List<Fault> found = new ArrayList<>();
        GoogleDirectory.Builder builder = file.flatMap(path -> credentials(path, found))
                .map(GoogleDirectory::builder)
                .orElseGet(GoogleDirectory::builder);
        actFor.ifPresent(user -> tried(ACT_FOR, found, () -> builder.actFor(user)));
        root.ifPresent(url -> tried(BASE_URL, found, () -> builder.rootUrl(uri(url))));
        faults.addAll(found);
        if (!found.isEmpty()) {
            return Optional.empty();
        }
        List<Object> identity = List.of(file.map(Path::toAbsolutePath), actFor, root);
        return Optional.of(config.shared(
                GoogleDirectory.class,
                identity,
                () -> builder.retry(config.retry()).build()));
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no address: " + e.getReason(), e);
        }
    }

    /** What is in the file shows in no message. */
    private static Optional<GoogleCredentials> credentials(Path file, List<Fault> faults) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            faults.add(new Fault(CREDENTIALS, "there is no file " + file + " that can be read"));
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(GoogleCredentials.fromStream(in));
        } catch (IOException | RuntimeException e) {
            faults.add(new Fault(
                    CREDENTIALS, file + " holds no credentials of Google's; download a service account's key as JSON"));
            return Optional.empty();
        }
    }

    /** Does what may find fault with the value of a key, as the typed factories do. */
    static void tried(String key, List<Fault> faults, Runnable use) {
        try {
            use.run();
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(key, String.valueOf(e.getMessage())));
        }
    }
}
