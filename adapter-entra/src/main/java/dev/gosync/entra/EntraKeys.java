package dev.gosync.entra;

import dev.gosync.adapter.Config;
import dev.gosync.adapter.ConfigException;
import dev.gosync.adapter.ConfigException.Fault;
import dev.gosync.adapter.ConfigKey;
import dev.gosync.adapter.http.BaseUrl;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Declares the keys that both types share, and reads and checks their values. For one thread only. */
final class EntraKeys {
    private static final String TENANT = "tenant";
    private static final String CLIENT_ID = "client-id";
    private static final String CLIENT_SECRET = "client-secret";
    private static final String CERTIFICATE_FILE = "certificate-file";
    private static final String MANAGED_IDENTITY = "managed-identity";
    private static final String AUTHORITY = "authority";
    private static final String BASE_URL = "base-url";

    private final Config config;
    private final List<Fault> faults = new ArrayList<>();

    EntraKeys(Config config) {
        this.config = config;
    }

    /** {@return the keys of a place, those of the tenant after its own} */
    static List<ConfigKey> keys(ConfigKey... own) {
        List<ConfigKey> keys = new ArrayList<>(List.of(own));
        keys.add(ConfigKey.of(TENANT, "Id or domain of the tenant, like contoso.onmicrosoft.com"));
        keys.add(ConfigKey.of(CLIENT_ID, "Application id of the app, or client id of an assigned managed identity"));
        keys.add(ConfigKey.of(CLIENT_SECRET, "Client secret of the app").secret());
        keys.add(ConfigKey.of(CERTIFICATE_FILE, "PEM file with the certificate of the app and its private key")
                .form(ConfigKey.Form.PATH));
        keys.add(ConfigKey.of(
                        MANAGED_IDENTITY, "true to use the managed identity of this Azure machine instead of an app")
                .form(ConfigKey.Form.FLAG));
        keys.add(ConfigKey.of(AUTHORITY, "Address that issues tokens (default: https://login.microsoftonline.com/)"));
        keys.add(ConfigKey.of(BASE_URL, "Address of Graph (default: https://graph.microsoft.com/v1.0/)"));
        return List.copyOf(keys);
    }

    /** {@return how the app or the managed identity gets permissions} */
    static String granting() {
        return "Grant them in the Entra admin center under App registrations > the app > API permissions: add them as"
                + " application permissions of Microsoft Graph, then choose Grant admin consent; for a managed identity,"
                + " assign the same app roles of Microsoft Graph to it";
    }

    /** {@return an example with this value, and those of the tenant} */
    static Map<String, Object> example(String key, String value) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put(key, value);
        example.put(TENANT, "contoso.onmicrosoft.com");
        example.put(CLIENT_ID, "${ENTRA_CLIENT_ID}");
        example.put(CLIENT_SECRET, "${ENTRA_CLIENT_SECRET}");
        return example;
    }

    /** Adds the fault of another key. */
    void fault(String key, String problem) {
        faults.add(new Fault(key, problem));
    }

    /** Reads the value of a key, and keeps what is wrong with it. */
    <T> Optional<T> value(String key, Function<String, T> reader) {
        try {
            return config.find(key).map(reader);
        } catch (IllegalArgumentException e) {
            fault(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** {@return a way to get the tenant, which all places with the same values of these keys share} */
    Supplier<EntraTenant> tenant() {
        Optional<URI> baseUrl = value(BASE_URL, text -> BaseUrl.checked(text, EntraTenant.GRAPH.toString()));
        Optional<URI> authority = value(AUTHORITY, text -> BaseUrl.checked(text, EntraTenant.AUTHORITY.toString()));
        Supplier<EntraCredentials> credentials = credentials();
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        List<Object> identity = List.of(
                baseUrl,
                authority,
                config.find(TENANT),
                config.find(CLIENT_ID),
                config.find(CLIENT_SECRET),
                config.path(CERTIFICATE_FILE),
                config.flag(MANAGED_IDENTITY));
        return () -> config.shared(EntraTenant.class, identity, () -> {
            EntraTenant.Builder builder = EntraTenant.builder(credentials.get()).retry(config.retry());
            baseUrl.ifPresent(builder::baseUrl);
            authority.ifPresent(builder::authority);
            return builder.build();
        });
    }

    private Supplier<EntraCredentials> credentials() {
        String id = value(CLIENT_ID, text -> EntraCredentials.checkedText(CLIENT_ID, text))
                .orElse("");
        if (config.flag(MANAGED_IDENTITY)) {
            for (String other : List.of(TENANT, CLIENT_SECRET, CERTIFICATE_FILE, AUTHORITY)) {
                if (isSet(other)) {
                    fault(other, "cannot be combined with " + MANAGED_IDENTITY + "; remove one of them");
                }
            }
            return () -> id.isEmpty() ? EntraCredentials.managedIdentity() : EntraCredentials.managedIdentity(id);
        }
        for (String needed : List.of(TENANT, CLIENT_ID)) {
            if (config.find(needed).isEmpty()) {
                fault(needed, "is missing; without " + MANAGED_IDENTITY + ", name the app that gets the tokens");
            }
        }
        String tenant = value(TENANT, EntraCredentials::checkedTenant).orElse("");
        String secret = value(CLIENT_SECRET, text -> EntraCredentials.checkedText(CLIENT_SECRET, text))
                .orElse("");
        boolean hasSecret = config.find(CLIENT_SECRET).isPresent();
        Optional<PemFile> certificate = certificate();
        if (hasSecret && isSet(CERTIFICATE_FILE)) {
            fault(CERTIFICATE_FILE, "cannot be combined with " + CLIENT_SECRET + "; remove one of them");
        } else if (!hasSecret && !isSet(CERTIFICATE_FILE)) {
            fault(CLIENT_SECRET, "is missing; set it, or " + CERTIFICATE_FILE + ", or " + MANAGED_IDENTITY);
        }
        return () -> certificate
                .map(file -> EntraCredentials.certificate(tenant, id, file.key(), file.certificate()))
                .orElseGet(() -> EntraCredentials.clientSecret(tenant, id, secret));
    }

    private boolean isSet(String key) {
        return key.equals(CERTIFICATE_FILE)
                ? config.path(key).isPresent()
                : config.find(key).isPresent();
    }

    private Optional<PemFile> certificate() {
        try {
            return config.path(CERTIFICATE_FILE).map(PemFile::read);
        } catch (IllegalArgumentException e) {
            fault(CERTIFICATE_FILE, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
