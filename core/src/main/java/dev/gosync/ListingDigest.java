package dev.gosync;

import dev.gosync.adapter.Listing;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/** The SHA-256 digest of what a listing holds, whatever its order. */
final class ListingDigest {
    /** Cannot be part of UTF-8 text, so that no two listings have the same bytes. */
    private static final byte END = (byte) 0xff;

    private ListingDigest() {}

    static String of(Listing listing) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
        listing.things().stream().map(String::valueOf).sorted().forEach(thing -> add(digest, thing));
        digest.update(END);
        new TreeMap<>(listing.aliases()).forEach((alias, thing) -> {
            add(digest, alias);
            add(digest, thing);
        });
        digest.update(END);
        new TreeMap<>(listing.kept()).forEach((thing, why) -> {
            add(digest, thing);
            add(digest, why);
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update(END);
    }
}
