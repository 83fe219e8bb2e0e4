package dev.gosync.github;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import okhttp3.HttpUrl;

/**
 * Where REST and GraphQL are. On github.com and ghe.com they share a host of their own, {@code api.}; on GitHub
 * Enterprise Server they are {@code /api/v3} and {@code /api/graphql}, side by side.
 *
 * @param rest without a slash at its end
 * @param graphQl the whole address
 * @param label what tells this server from github.com in a name; empty for github.com
 */
record Endpoints(HttpUrl rest, HttpUrl graphQl, String label) {
    private static final String PUBLIC = "api.github.com";

    static Endpoints ofGitHubCom() {
        return of(URI.create("https://" + PUBLIC));
    }

    /**
     * Understands what a user writes: the server's address, with {@code /api/v3} or without, or that of its API.
     *
     * @throws IllegalArgumentException if it cannot be GitHub's, saying why
     */
    static Endpoints of(URI base) {
        HttpUrl url = HttpUrl.get(checked(base));
        boolean ownHost = url.host().equals(PUBLIC)
                || (url.host().startsWith("api.") && url.host().endsWith(".ghe.com"));
        HttpUrl bare = url.newBuilder().encodedPath("/").build();
        String path = url.encodedPath().replaceAll("/+$", "");
        if (url.host().equals("github.com") && path.isEmpty()) {
            return ofGitHubCom();
        }
        if (ownHost && path.isEmpty()) {
            return new Endpoints(bare, resolved(bare, "graphql"), url.host().equals(PUBLIC) ? "" : authority(url));
        }
        if (!ownHost && (path.isEmpty() || path.equals("/api/v3"))) {
            return new Endpoints(resolved(bare, "api/v3"), resolved(bare, "api/graphql"), authority(url));
        }
        throw new IllegalArgumentException("has the path " + path
                + ", where GitHub's API is not: give the server's address, like https://github.example.com");
    }

    private static String checked(URI base) {
        String scheme = Objects.requireNonNullElse(base.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(base.getHost(), "");
        boolean here = host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
        if (host.isEmpty() || !(scheme.equals("https") || (scheme.equals("http") && here))) {
            throw new IllegalArgumentException(
                    "must be like https://github.example.com; plain http, which shows the token, is for this machine only");
        }
        if (base.getRawUserInfo() != null || base.getRawQuery() != null || base.getRawFragment() != null) {
            throw new IllegalArgumentException("must be an address alone, without credentials, query or fragment");
        }
        return base.toString();
    }

    private static HttpUrl resolved(HttpUrl base, String path) {
        return base.newBuilder().addPathSegments(path).build();
    }

    private static String authority(HttpUrl url) {
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return usual ? url.host() : url.host() + ":" + url.port();
    }

    /** An address below that of REST; each part is encoded, whatever it holds. */
    HttpUrl rest(String... parts) {
        HttpUrl.Builder url = rest.newBuilder();
        for (String part : parts) {
            url.addPathSegment(part);
        }
        return url.build();
    }
}
