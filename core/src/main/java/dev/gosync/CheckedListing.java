package dev.gosync;

import dev.gosync.adapter.AdapterException;
import dev.gosync.adapter.FailureKind;
import dev.gosync.adapter.InvisibleCharacters;
import dev.gosync.adapter.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A listing whose content is known to be right.
 *
 * @param listing what a source holds
 * @param emptyParts the names of the sources behind it that are empty, except those that may be
 * @param withInvisible the things that contain invisible characters, in this source and in its parts
 */
record CheckedListing(Listing listing, List<String> emptyParts, List<InvisibleThing> withInvisible) {
    private static final int FAULTS_SHOWN = 10;

    CheckedListing {
        emptyParts = List.copyOf(emptyParts);
        withInvisible = List.copyOf(withInvisible);
    }

    /** Adds what the parts of this source hold. A thing that comes from a part is named there only. */
    CheckedListing withInvisibleOf(List<InvisibleThing> parts) {
        if (parts.isEmpty()) {
            return this;
        }
        Set<String> known = parts.stream().map(InvisibleThing::thing).collect(Collectors.toSet());
        List<InvisibleThing> all = new ArrayList<>(parts);
        withInvisible.stream().filter(own -> !known.contains(own.thing())).forEach(all::add);
        return new CheckedListing(listing, emptyParts, all);
    }

    /**
     * Checks a listing.
     *
     * @throws AdapterException that names the place and the first faults
     */
    static CheckedListing of(String place, @Nullable Listing listing, List<String> emptyParts) {
        List<String> faults = new ArrayList<>();
        if (listing == null) {
            faults.add("no listing");
        } else {
            List<String> withInvisible = check(listing, faults);
            if (faults.isEmpty()) {
                return new CheckedListing(
                        listing,
                        emptyParts,
                        withInvisible.stream()
                                .map(thing -> new InvisibleThing(
                                        place, listing.positions().getOrDefault(thing, ""), thing))
                                .toList());
            }
        }
        String more = faults.size() > FAULTS_SHOWN ? " and " + (faults.size() - FAULTS_SHOWN) + " more" : "";
        throw AdapterException.of(
                        FailureKind.MALFORMED_ANSWER,
                        place,
                        "read",
                        "it returned " + String.join("; ", faults.subList(0, Math.min(FAULTS_SHOWN, faults.size())))
                                + more)
                .remedy("Correct this at the place itself; nothing was changed.")
                .build();
    }

    private static List<String> check(Listing listing, List<String> faults) {
        Set<String> things = listing.things();
        List<String> withInvisible = new ArrayList<>();
        for (String thing : things) {
            if (!isVisibleAscii(thing)) {
                if (thing != null && InvisibleCharacters.areIn(thing)) {
                    withInvisible.add(thing);
                }
                check(thing, "", faults);
            }
        }
        listing.aliases().forEach((alias, thing) -> {
            check(alias, "the alias ", faults);
            if (things.contains(alias)) {
                faults.add("the alias " + quoted(alias) + ", which is listed itself");
            }
            if (!things.contains(thing)) {
                faults.add("the alias " + quoted(alias) + " of " + quoted(thing) + ", which is not listed");
            }
        });
        listing.kept().forEach((thing, why) -> {
            if (!things.contains(thing)) {
                faults.add(quoted(thing) + " as kept (" + why + "), which is not listed");
            }
        });
        return withInvisible;
    }

    /** Whether nothing can be wrong with a thing; true for nearly all, of which there may be ten million. */
    private static boolean isVisibleAscii(@Nullable String thing) {
        if (thing == null || thing.isEmpty()) {
            return false;
        }
        for (int i = 0; i < thing.length(); i++) {
            char c = thing.charAt(i);
            if (c <= ' ' || c >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    private static void check(@Nullable String thing, String what, List<String> faults) {
        if (thing == null) {
            faults.add(what + "null");
            return;
        }
        String seen = InvisibleCharacters.removedFrom(thing);
        if (seen.isBlank()) {
            faults.add(what + (thing.isBlank() ? "a blank" : quoted(thing) + ", a blank"));
        } else if (isSpace(seen.charAt(0)) || isSpace(seen.charAt(seen.length() - 1))) {
            faults.add(what + quoted(thing) + ", which is padded with white space");
        }
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    private static String quoted(@Nullable String thing) {
        return thing == null ? "null" : "'" + InvisibleCharacters.shownIn(thing) + "'";
    }
}
