package dev.gosync.adapter.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Checks the address of a service before credentials are sent to it. */
public final class BaseUrl {
    private static final String BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /** IPv4, or the characters of IPv6: what begins so and has a colon is never looked up. */
    private static final String LITERAL = BYTE + "(\\." + BYTE + "){3}|[0-9a-f:][0-9a-f.]*:[0-9a-f:.]*";

    private static final int LAST_PORT = 65_535;

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
        Objects.requireNonNull(url, "url");
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        String host = Objects.requireNonNullElse(url.getHost(), "");
        boolean isHttp = scheme.equals("http");
        if (host.isEmpty() || !isPort(url.getPort()) || !(isHttp || scheme.equals("https"))) {
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
     * Checks the address of a service from a configuration, as {@link #checked(URI, String)} does.
     *
     * @param url the address
     * @param example a right one, for the message
     * @return the address, whose path ends with a slash
     * @throws IllegalArgumentException if it is not such an address. Neither its message nor its cause shows the address.
     */
    public static URI checked(String url, String example) {
        URI parsed;
        try {
            parsed = new URI(url);
        } catch (URISyntaxException e) { // its message shows the address, which may hold a password
            throw new IllegalArgumentException("must be an address like " + example);
        }
        return checked(parsed, example);
    }

    /**
     * Tells whether a host is this machine.
     *
     * @param host the host of an address, in any case; an IPv6 address with or without brackets
     * @return whether requests to it never leave this machine
     */
    public static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        InetAddress literal = literal(name);
        return literal == null ? name.equals("localhost") || name.endsWith(".localhost") : literal.isLoopbackAddress();
    }

    /** Whether a port is missing or a number that a port can have. */
    static boolean isPort(int port) {
        return port == -1 || (port > 0 && port <= LAST_PORT);
    }

    /** The address that a host in lower case means by itself; {@code null} if it is a name, which is not looked up. */
    static @Nullable InetAddress literal(String host) {
        String address = unbracketed(host);
        try {
            return address.matches(LITERAL) ? InetAddress.getByName(address) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
