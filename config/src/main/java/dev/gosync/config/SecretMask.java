package dev.gosync.config;

import dev.gosync.adapter.http.Secrets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps secrets out of the faults of one file. It knows the values of all secret keys. */
final class SecretMask {
    static final String HIDDEN_KEY = "(hidden key)";

    /** A shorter value is part of too many words. */
    private static final int MIN_LENGTH = 5;

    /** A few words of letters. Tokens have digits, or are longer. */
    private static final Pattern PLAIN_KEY = Pattern.compile("[A-Za-z]{1,20}([-_ .][A-Za-z]{1,20}){0,3}");

    private final KnownKeys keys;
    private final Set<String> values = new LinkedHashSet<>();
    private @Nullable Secrets secrets;

    SecretMask(KnownKeys keys) {
        this.keys = keys;
    }

    boolean isSecret(String key) {
        return keys.secret().contains(key);
    }

    void add(String secret) {
        if (secret.strip().length() >= MIN_LENGTH) {
            values.add(secret);
            secrets = null;
        }
    }

    private Secrets secrets() {
        Secrets known = secrets == null ? Secrets.of(values.toArray(String[]::new)) : secrets;
        secrets = known;
        return known;
    }

    /**
     * Makes a key fit for a fault. If a colon has no space after it, a key contains its value.
     *
     * @param hasValue whether the key has a value; a word without one may be the value of the key before it
     * @return the key, or {@link #HIDDEN_KEY} if it may be a secret
     */
    String key(String name, boolean hasValue) {
        boolean isPlain = hasValue && PLAIN_KEY.matcher(name).matches();
        return isPlain || keys.all().contains(name) ? name : HIDDEN_KEY;
    }

    /**
     * Makes the fault of a key when all secrets are known.
     *
     * @param shownKey the key, as {@link #key} returned it
     * @return the text, with secrets masked; descriptions of keys stay as they are
     */
    String fault(String shownKey, String problem) {
        Secrets all = secrets();
        boolean isShown = keys.all().contains(shownKey) || all.masked(shownKey).equals(shownKey);
        String rest = problem;
        for (String description : keys.descriptions()) {
            rest = rest.replace(description, "");
        }
        return (isShown ? shownKey : HIDDEN_KEY) + ": "
                + (all.masked(rest).equals(rest) ? problem : all.masked(problem));
    }
}
