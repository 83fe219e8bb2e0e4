package dev.gosync.entra;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IClientCredential;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import dev.gosync.adapter.Retry;
import java.io.IOException;
import java.net.URI;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;

/**
 * How to get the tokens for Graph: as an app with a secret or a certificate, as the managed identity of an Azure machine,
 * or from your own program. Immutable; threads may share it. No text of it shows a secret.
 */
public final class EntraCredentials {
    /** Gives tokens that your program gets itself. It is asked before each request, so it should remember its token. */
    @FunctionalInterface
    public interface TokenSource {
        /**
         * Gives a token.
         *
         * @return an access token for Graph that is valid now
         * @throws IOException if there is none
         * @throws InterruptedException if the thread is interrupted
         */
        String token() throws IOException, InterruptedException;
    }

    /** Makes the credential of msal4j, which loads many classes. */
    private interface Credential {
        IClientCredential make();
    }

    /** Makes the tokens. */
    private interface Maker {
        AccessTokens make(URI authority, String scope, EntraClient client, Retry retry);
    }

    /** The variable with the secret that some Azure services want in the request for a token. msal4j reads it. */
    private static final String IDENTITY_HEADER = "IDENTITY_HEADER";

    private final Optional<String> tenant;
    private final Optional<String> secret;
    private final Maker maker;

    private EntraCredentials(Optional<String> tenant, Optional<String> secret, Maker maker) {
        this.tenant = tenant;
        this.secret = secret;
        this.maker = maker;
    }

    /**
     * Uses an app with a secret.
     *
     * @param tenant the id or a domain of the tenant
     * @param clientId the application id of the app
     * @param secret the value of the client secret, and not its id
     * @return the credentials
     * @throws IllegalArgumentException if one of them cannot be right; the message does not show it
     */
    public static EntraCredentials clientSecret(String tenant, String clientId, String secret) {
        String checked = checkedText("secret", secret);
        return app(tenant, clientId, Optional.of(checked), () -> ClientCredentialFactory.createFromSecret(checked));
    }

    /**
     * Uses an app with a certificate.
     *
     * @param tenant the id or a domain of the tenant
     * @param clientId the application id of the app
     * @param key the private key of the certificate
     * @param certificate the certificate that the app knows
     * @return the credentials
     * @throws IllegalArgumentException if tenant or client id cannot be right
     */
    public static EntraCredentials certificate(
            String tenant, String clientId, PrivateKey key, X509Certificate certificate) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(certificate, "certificate");
        return app(
                tenant,
                clientId,
                Optional.empty(),
                () -> ClientCredentialFactory.createFromCertificate(key, certificate));
    }

    /**
     * Uses the managed identity of the Azure machine that this runs on: the one of the machine itself.
     *
     * @return the credentials
     */
    public static EntraCredentials managedIdentity() {
        return identity(Optional.empty());
    }

    /**
     * Uses a managed identity that was assigned to the Azure machine that this runs on.
     *
     * @param clientId the client id of the identity
     * @return the credentials
     * @throws IllegalArgumentException if it cannot be one
     */
    public static EntraCredentials managedIdentity(String clientId) {
        return identity(Optional.of(checkedText("clientId", clientId)));
    }

    /**
     * Uses tokens that your program gets itself.
     *
     * @param source gives the token before each request
     * @return the credentials
     */
    public static EntraCredentials tokens(TokenSource source) {
        Objects.requireNonNull(source, "source");
        return new EntraCredentials(Optional.empty(), Optional.empty(), (authority, scope, client, retry) -> place -> {
            String token = checkedText("token", source.token());
            client.failures().hide(token);
            return token;
        });
    }

    private static EntraCredentials app(
            String tenant, String clientId, Optional<String> secret, Credential credential) {
        String checkedTenant = checkedTenant(tenant);
        String checkedId = checkedText("clientId", clientId);
        return new EntraCredentials(
                Optional.of(checkedTenant),
                secret,
                (authority, scope, client, retry) -> new MsalTokens(
                        http -> {
                            ConfidentialClientApplication app = ConfidentialClientApplication.builder(
                                            checkedId, credential.make())
                                    .authority("https:" + authority.getRawSchemeSpecificPart() + checkedTenant + "/")
                                    .instanceDiscovery(false)
                                    .validateAuthority(false)
                                    .httpClient(http)
                                    .disableInternalRetries()
                                    .build();
                            return () -> app.acquireToken(ClientCredentialParameters.builder(Set.of(scope + ".default"))
                                    .skipCache(true)
                                    .build());
                        },
                        asked -> at(authority, asked),
                        false,
                        client,
                        retry));
    }

    /** msal4j takes an address with https only. A test on this machine may have another one, which was checked before. */
    private static HttpUrl at(URI authority, HttpUrl asked) throws IOException {
        HttpUrl configured = Objects.requireNonNull(HttpUrl.parse(authority.toString()), "authority");
        if (!asked.host().equals(configured.host())) {
            throw new IOException("a token was to be asked for at another host than that of the authority");
        }
        return asked.newBuilder()
                .scheme(configured.scheme())
                .port(configured.port())
                .build();
    }

    private static EntraCredentials identity(Optional<String> clientId) {
        return new EntraCredentials(
                Optional.empty(),
                Optional.ofNullable(System.getenv(IDENTITY_HEADER)).filter(secret -> !secret.isBlank()),
                (authority, scope, client, retry) -> new MsalTokens(
                        http -> {
                            ManagedIdentityApplication app = ManagedIdentityApplication.builder(
                                            clientId.map(ManagedIdentityId::userAssignedClientId)
                                                    .orElseGet(ManagedIdentityId::systemAssigned))
                                    .httpClient(http)
                                    .disableInternalRetries()
                                    .build();
                            return () -> app.acquireTokenForManagedIdentity(ManagedIdentityParameters.builder(scope)
                                    .forceRefresh(true)
                                    .build());
                        },
                        asked -> asked,
                        true,
                        client,
                        retry));
    }

    /** The id or a domain of the tenant, if the credentials belong to one that is known. */
    Optional<String> tenant() {
        return tenant;
    }

    /** What a message must not show. */
    Optional<String> secret() {
        return secret;
    }

    /**
     * Makes the tokens.
     *
     * @param authority the address that issues tokens, with a slash at its end
     * @param scope the address that they are for, with a slash at its end
     */
    AccessTokens tokens(URI authority, String scope, EntraClient client, Retry retry) {
        return maker.make(authority, scope, client, retry);
    }

    static String checkedTenant(String tenant) {
        if (!Objects.requireNonNull(tenant, "tenant").matches("[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")) {
            throw new IllegalArgumentException(
                    "tenant must be the id of a tenant or one of its domains, like contoso.onmicrosoft.com");
        }
        return tenant;
    }

    static String checkedText(String argument, String text) {
        boolean isPlain = !Objects.requireNonNull(text, argument).isEmpty()
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
        if (!isPlain) {
            throw new IllegalArgumentException(argument
                    + " must not be empty or hold spaces, line breaks or characters outside of ASCII; copy it again");
        }
        return text;
    }

    /** {@return which tenant they are for, and no secret} */
    @Override
    public String toString() {
        return "Entra credentials" + tenant.map(text -> " of " + text).orElse("");
    }
}
