package dev.gosync.google;

import dev.gosync.testkit.FakeAnswer;
import dev.gosync.testkit.FakeRequest;
import dev.gosync.testkit.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Issues access tokens: to a service account for a signed assertion, and to a user for a refresh token. */
final class FakeTokens {
    private static final String ACCOUNT = "go-sync@project.iam.gserviceaccount.com";
    private static final String PREFIX = "https://www.googleapis.com/auth/";

    /** The audience of every assertion, whatever its address. */
    private static final String AUDIENCE = "https://oauth2.googleapis.com/token";

    /** What a token allows, and to whom. */
    private record Grant(String subject, Set<String> scopes) {}

    private static final KeyPair KEYS = keys();

    private final Map<String, Grant> grants = new HashMap<>();
    private final Set<String> delegated = new HashSet<>();
    private final Set<String> admins = new HashSet<>();

    FakeTokens(String admin) {
        admins.add(admin);
        delegated.addAll(List.of(
                PREFIX + "admin.directory.group.member",
                PREFIX + "admin.directory.group.member.readonly",
                PREFIX + "admin.directory.user.readonly"));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(1024); // a certification signs thousands of tokens
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@return the key file of a service account that gets its tokens here} */
    static String serviceAccount(String tokenUri) {
        String key = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(KEYS.getPrivate().getEncoded());
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("type", "service_account");
        file.put("project_id", "project");
        file.put("private_key_id", "key-1");
        file.put("private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
        file.put("client_email", ACCOUNT);
        file.put("client_id", "100000000000000000001");
        file.put("token_uri", tokenUri);
        return Json.write(file);
    }

    /** Denies the service account a scope from now on. */
    void revoke(String scope) {
        delegated.remove(PREFIX + scope);
    }

    /** {@return whether this token was issued here} */
    boolean knows(String token) {
        return grants.containsKey(token);
    }

    /** {@return whether a token issued here has one of these scopes} */
    boolean allows(String token, String... scopes) {
        return Arrays.stream(scopes)
                .anyMatch(scope -> grants.get(token).scopes().contains(PREFIX + scope));
    }

    /** {@return the users that the issued tokens act for, or the service account} */
    List<String> subjects() {
        return grants.values().stream().map(Grant::subject).toList();
    }

    FakeAnswer answer(FakeRequest request) {
        String grant = request.form("grant_type").orElse("");
        return switch (grant) {
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> serviceAccount(request);
            case "refresh_token" -> user(request);
            default -> error(400, "unsupported_grant_type");
        };
    }

    private FakeAnswer user(FakeRequest request) {
        boolean right = request.form("client_id").equals(Optional.of("client"))
                && request.form("client_secret").equals(Optional.of("client-secret"))
                && request.form("refresh_token").equals(Optional.of("refresh"));
        return right ? token(new Grant("user", delegated)) : error(400, "invalid_grant");
    }

    private FakeAnswer serviceAccount(FakeRequest request) {
        String[] parts = request.form("assertion").orElse("").split("\\.", -1);
        if (parts.length != 3 || !isSigned(parts)) {
            return error(400, "invalid_grant");
        }
        Map<String, ?> claims = Json.readObject(decoded(parts[1]));
        if (!ACCOUNT.equals(claims.get("iss")) || !AUDIENCE.equals(claims.get("aud"))) {
            return error(400, "invalid_grant");
        }
        Set<String> scopes = Set.of(String.valueOf(claims.get("scope")).split(" "));
        String subject = claims.get("sub") instanceof String sub ? sub : ACCOUNT;
        if (!delegated.containsAll(scopes)) {
            return error(401, "unauthorized_client");
        }
        if (!subject.equals(ACCOUNT) && !admins.contains(subject)) {
            return error(400, "invalid_grant");
        }
        return token(new Grant(subject, scopes));
    }

    private static boolean isSigned(String[] parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(KEYS.getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }

    private FakeAnswer token(Grant grant) {
        String token = "token-" + (grants.size() + 1) + "-of-the-fake";
        grants.put(token, new Grant(grant.subject(), Set.copyOf(grant.scopes())));
        return FakeAnswer.json(200, Map.of("access_token", token, "expires_in", 3600, "token_type", "Bearer"));
    }

    /** Makes an error in the shape of OAuth. */
    static FakeAnswer error(int status, String error) {
        return FakeAnswer.json(status, Map.of("error", error, "error_description", "Said by the fake."));
    }
}
