package dev.gosync.adapter.http;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** Checks the address of a service before credentials are sent to it. */
public final class BaseUrl {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private BaseUrl() {}

    /**
     * Checks the address of a service: {@code https}, or plain {@code http} to this machine only, without user name,
     * password, query or fragment.
     *
     * @param url the address
     * @param example a right one, for the message
     * @return the same address, whose path ends with a slash
     * @throws IllegalArgumentException if it is not such an address. The message completes a sentence that begins with
     *     the name of the setting, and does not show the address.
     */
    public static URI checked(URI url, String example) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(url.getHost(), "");
        boolean isHttp = scheme.equals("http");
        if (host.isEmpty() || !(isHttp || scheme.equals("https"))) {
            throw new IllegalArgumentException("must be an address like " + example);
        }
        if (isHttp && !isThisMachine(host)) {
            throw new IllegalArgumentException(
                    "must begin with https://; plain http would show the credentials, so it is for this machine only");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "must be an address alone, like " + example + ", without user name, password, query or fragment");
        }
        String text = url.toString();
        return text.endsWith("/") ? url : URI.create(text + "/");
    }

    /**
     * Tells whether a host is this machine.
     *
     * @param host the host of an address, in any case; an IPv6 address with or without brackets
     * @return whether requests to it never leave this machine
     */
    public static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return THIS_MACHINE.contains(name) || name.endsWith(".localhost") || name.matches("127(\\.[0-9]{1,3}){3}");
    }
}
