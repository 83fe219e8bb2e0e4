package dev.gosync.github;

import dev.gosync.adapter.http.BaseUrl;
import java.net.URI;
import okhttp3.HttpUrl;

/**
 * The addresses of REST and GraphQL. On github.com and ghe.com both have the host {@code api.}. On GitHub Enterprise
 * Server they are the paths {@code /api/v3} and {@code /api/graphql}.
 *
 * @param rest without a slash at its end
 * @param graphQl the whole address
 * @param label the host in the names of teams; empty for github.com
 * @param isServer whether it is a GitHub Enterprise Server
 */
record Endpoints(HttpUrl rest, HttpUrl graphQl, String label, boolean isServer) {
    private static final String PUBLIC = "api.github.com";
    private static final String EXAMPLE = "https://github.example.com";

    static Endpoints ofGitHubCom() {
        return of(URI.create("https://" + PUBLIC));
    }

    /**
     * Reads the address that a user wrote: the server's, with or without {@code /api/v3}, or the API's.
     *
     * @throws IllegalArgumentException if it cannot be an address of GitHub. The message completes a sentence that begins
     *     with the name of the setting.
     */
    static Endpoints of(URI base) {
        HttpUrl url = HttpUrl.get(BaseUrl.checked(base, EXAMPLE).toString());
        boolean ownHost = url.host().equals(PUBLIC)
                || (url.host().startsWith("api.") && url.host().endsWith(".ghe.com"));
        HttpUrl bare = url.newBuilder().encodedPath("/").build();
        String path = url.encodedPath().replaceAll("/+$", "");
        if (url.host().equals("github.com") && path.isEmpty()) {
            return ofGitHubCom();
        }
        if (ownHost && path.isEmpty()) {
            return new Endpoints(
                    bare, resolved(bare, "graphql"), url.host().equals(PUBLIC) ? "" : authority(url), false);
        }
        if (!ownHost && (path.isEmpty() || path.equals("/api/v3"))) {
            return new Endpoints(resolved(bare, "api/v3"), resolved(bare, "api/graphql"), authority(url), true);
        }
        throw new IllegalArgumentException(
                "must be the server's address, like " + EXAMPLE + ", but has the path " + path);
    }

    private static HttpUrl resolved(HttpUrl base, String path) {
        return base.newBuilder().addPathSegments(path).build();
    }

    private static String authority(HttpUrl url) {
        boolean usual = url.port() == HttpUrl.defaultPort(url.scheme());
        return usual ? url.host() : url.host() + ":" + url.port();
    }

    /** {@return an address of REST with these parts of a path, each of them encoded} */
    HttpUrl rest(String... parts) {
        HttpUrl.Builder url = rest.newBuilder();
        for (String part : parts) {
            url.addPathSegment(part);
        }
        return url.build();
    }
}
