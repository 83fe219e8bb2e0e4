package dev.gosync.google;

import com.google.auth.oauth2.GoogleCredentials;
import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.ConfigKey.Form;
import dev.gosync.adapter.http.BaseUrl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a configuration that name the account and the credentials, and the connection that they describe. */
final class GoogleKeys {
    private static final String CREDENTIALS = "credentials-file";
    private static final String ACT_FOR = "act-for";
    private static final String BASE_URL = "base-url";

    private GoogleKeys() {}

    /** {@return how the account gets scopes, and these privileges of an admin} */
    static List<String> granting(String privileges) {
        return List.of(
                "Enable the Admin SDK API in the Google Cloud project of the service account",
                "With act-for: in the Admin console under Security > API controls > Domain-wide delegation, allow the client"
                        + " ID of the service account these scopes; the admin needs a role with " + privileges,
                "Without act-for: in the Admin console under Account > Admin roles, assign a role with " + privileges
                        + " to the address of the service account");
    }

    /** {@return an example with this value, and those of the account} */
    static Map<String, Object> example(String key, String value) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put(key, value);
        example.put(CREDENTIALS, "${GOOGLE_KEY_FILE}");
        example.put(ACT_FOR, "admin@example.com");
        return example;
    }

    static List<ConfigKey> keys() {
        return List.of(
                ConfigKey.of(
                                CREDENTIALS,
                                "The JSON key of a service account (default: application default credentials)")
                        .form(Form.PATH),
                ConfigKey.of(
                        ACT_FOR, "The admin to act for, by domain-wide delegation; needs the key of a service account"),
                ConfigKey.of(BASE_URL, "Where to send requests (default: " + GoogleWorkspace.GOOGLE + ")"));
    }

    /**
     * Returns the connection, which all places with the same account share.
     *
     * @param faults gets every fault; if there is one, there is no connection
     */
    static Optional<GoogleWorkspace> workspace(Config config, List<Fault> faults) {
        Optional<Path> file = config.path(CREDENTIALS);
        Optional<String> actFor = config.find(ACT_FOR);
        Optional<String> baseUrl = config.find(BASE_URL);
        List<Fault> found = new ArrayList<>();
        GoogleWorkspace.Builder builder = file.flatMap(path -> credentials(path, found))
                .map(GoogleWorkspace::builder)
                .orElseGet(GoogleWorkspace::builder);
        actFor.ifPresent(user -> tried(ACT_FOR, found, () -> builder.actFor(user)));
        baseUrl.ifPresent(url ->
                tried(BASE_URL, found, () -> builder.baseUrl(BaseUrl.checked(url, GoogleWorkspace.GOOGLE))));
        faults.addAll(found);
        if (!found.isEmpty()) {
            return Optional.empty();
        }
        List<Object> identity = List.of(file.map(path -> path.toAbsolutePath().normalize()), actFor, baseUrl);
        return Optional.of(config.shared(
                GoogleWorkspace.class,
                identity,
                () -> builder.retry(config.retry()).build()));
    }

    /** Reads the file. No message shows its content. */
    private static Optional<GoogleCredentials> credentials(Path file, List<Fault> faults) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            faults.add(new Fault(CREDENTIALS, "the file " + file + " is missing or cannot be read"));
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Optional.of(GoogleCredentials.fromStream(in));
        } catch (IOException | RuntimeException e) {
            faults.add(new Fault(
                    CREDENTIALS,
                    file + " is not a file of Google credentials; download the key of a service account as JSON"));
            return Optional.empty();
        }
    }

    /** Runs a check that throws, and turns the exception into a fault of the key. */
    static void tried(String key, List<Fault> faults, Runnable use) {
        try {
            use.run();
        } catch (IllegalArgumentException e) {
            faults.add(new Fault(key, String.valueOf(e.getMessage())));
        }
    }
}
