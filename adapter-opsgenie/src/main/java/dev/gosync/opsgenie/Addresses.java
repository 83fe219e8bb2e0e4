package dev.gosync.opsgenie;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import okhttp3.HttpUrl;

/** What can be an address of a service, and the value of a header. */
final class Addresses {
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private Addresses() {}

    /** Takes the text of an address; what is wrong with it is said without it. */
    static URI parsed(String text) {
        URI address;
        try {
            address = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("is no address: " + e.getReason(), e);
        }
        return checked(address);
    }

    /** Takes an address without what may hold a secret. */
    static URI checked(URI address) {
        String scheme = address.getScheme();
        boolean http = "https".equalsIgnoreCase(scheme) || "http".equalsIgnoreCase(scheme);
        if (!http || address.getHost() == null) {
            throw new IllegalArgumentException("is no address that begins with https:// and a host");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("must not hold a user, a query or a fragment");
        }
        if ("http".equalsIgnoreCase(scheme) && !THIS_MACHINE.contains(address.getHost())) {
            throw new IllegalArgumentException(
                    "must begin with https://: plain http, which shows the key, is for this machine only");
        }
        return address;
    }

    /** Where requests begin, with or without a slash at the end of the address. */
    static HttpUrl url(URI address) {
        String text = address.toString();
        return HttpUrl.get(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** Takes what can stand in a header; what is wrong with a secret is said without it. */
    static String headerValue(String name, String value) {
        boolean printable = value.chars().allMatch(c -> c > ' ' && c < 0x7f);
        if (value.isEmpty() || !printable) {
            throw new IllegalArgumentException(name + " is empty, or holds a character that cannot stand in a header");
        }
        return value;
    }
}
