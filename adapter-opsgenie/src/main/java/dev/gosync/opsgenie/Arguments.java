package dev.gosync.opsgenie;

import java.net.URI;
import java.util.Objects;
import java.util.function.UnaryOperator;
import okhttp3.HttpUrl;

/** Checks what a program or a configuration passes in. No message shows a secret. */
final class Arguments {
    private Arguments() {}

    /** Checks an argument of a public method. The message begins with its name. */
    static <T> T checked(String name, T value, UnaryOperator<T> check) {
        Objects.requireNonNull(value, name);
        try {
            return check.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + " " + e.getMessage(), e);
        }
    }

    /**
     * Takes a text that a header can hold. The message completes a sentence that begins with the name of the setting.
     */
    static String headerValue(String value) {
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "must not be empty or hold spaces, line breaks or characters outside of ASCII; copy it again");
        }
        return value;
    }

    static String cloudId(String value) {
        if (!value.matches("[0-9A-Za-z-]+")) {
            throw new IllegalArgumentException("must be a cloud id, which has letters, digits and hyphens only;"
                    + " https://SITE.atlassian.net/_edge/tenant_info shows it");
        }
        return value;
    }

    /** {@return the host and the port, for names of places; empty if the address is the usual one} */
    static String suffix(URI url, URI usual) {
        return httpUrl(url).equals(httpUrl(usual)) ? "" : " at " + url.getAuthority();
    }

    static HttpUrl httpUrl(URI url) {
        return HttpUrl.get(url.toString());
    }
}
