package dev.gosync;

import dev.gosync.adapter.Listing;
import dev.gosync.adapter.Matching;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Divides removals into those that may happen and those that are kept with a reason. */
final class Retention {
    private static final String PROTECTED = "protected";

    private final List<String> removals = new ArrayList<>();
    private final Map<String, String> kept = new TreeMap<>();

    private Retention(List<String> wanted, Map<String, String> reasonsByKey, Matching matching) {
        if (reasonsByKey.isEmpty()) {
            removals.addAll(wanted);
            return;
        }
        for (String member : wanted) {
            String reason = reasonsByKey.get(matching.key(member));
            if (reason == null) {
                removals.add(member);
            } else {
                kept.put(member, reason);
            }
        }
    }

    /** Keeps protected things, and things that the destination itself keeps. The destination's reason wins. */
    static Retention of(List<String> removals, Listing destination, Protection protection, Matching matching) {
        Map<String, String> reasons = new HashMap<>();
        if (!protection.isEmpty()) {
            Spellings spellings = new Spellings(protection.things(), matching);
            destination.aliases().forEach((alias, member) -> {
                if (spellings.contains(alias) || protection.matchesPattern(alias)) {
                    reasons.put(matching.key(member), PROTECTED);
                }
            });
            for (String member : removals) {
                if (spellings.contains(member) || protection.matchesPattern(member)) {
                    reasons.put(matching.key(member), PROTECTED);
                }
            }
        }
        destination.kept().forEach((member, why) -> reasons.put(matching.key(member), why));
        return new Retention(removals, reasons, matching);
    }

    /** Keeps the given members. Things with the same key stay together. */
    static Retention of(List<String> removals, Map<String, String> reasons, Matching matching) {
        Map<String, String> byKey = new HashMap<>();
        reasons.forEach((member, why) -> byKey.put(matching.key(member), why));
        return new Retention(removals, byKey, matching);
    }

    List<String> removals() {
        return removals;
    }

    Map<String, String> kept() {
        return kept;
    }
}
