package dev.gosync.google;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A user of the fake account, with the fields that Google shows of a user. */
final class FakeUser {
    final String id;
    final String email;
    final List<String> aliases = new ArrayList<>();
    String unit = "/";
    String title = "";
    boolean admin;
    boolean suspended;
    boolean archived;

    FakeUser(String id, String email) {
        this.id = id;
        this.email = email;
    }

    private String part(int index) {
        String[] parts = email.substring(0, email.indexOf('@')).split("\\.", 2);
        return parts.length > index ? parts[index] : "Example";
    }

    /** The values of a field of a query; empty if a user has no such field here. */
    List<String> values(String field) {
        List<String> addresses = new ArrayList<>(List.of(email));
        addresses.addAll(aliases);
        return switch (field) {
            case "email" -> addresses;
            case "givenName" -> List.of(part(0));
            case "familyName" -> List.of(part(1));
            case "name" -> List.of(part(0) + " " + part(1));
            case "isAdmin" -> List.of(String.valueOf(admin));
            case "isDelegatedAdmin", "isEnrolledIn2Sv", "isEnforcedIn2Sv" -> List.of("false");
            case "isSuspended" -> List.of(String.valueOf(suspended));
            case "isArchived" -> List.of(String.valueOf(archived));
            case "orgTitle" -> title.isEmpty() ? List.of() : List.of(title);
            default -> List.of();
        };
    }

    /** Everything that Google shows of a user; empty lists and empty fields are left out. */
    Map<String, Object> shown() {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("kind", "admin#directory#user");
        shown.put("id", id);
        shown.put("etag", "\"user-" + id + "\"");
        shown.put("primaryEmail", email);
        shown.put("name", Map.of("givenName", part(0), "familyName", part(1), "fullName", part(0) + " " + part(1)));
        shown.put("isAdmin", admin);
        shown.put("isDelegatedAdmin", false);
        shown.put("lastLoginTime", "1970-01-01T00:00:00.000Z");
        shown.put("creationTime", "2026-01-05T09:30:00.000Z");
        shown.put("agreedToTerms", true);
        shown.put("suspended", suspended);
        if (suspended) {
            shown.put("suspensionReason", "ADMIN");
        }
        shown.put("archived", archived);
        shown.put("changePasswordAtNextLogin", false);
        shown.put("ipWhitelisted", false);
        shown.put("emails", List.of(Map.of("address", email, "primary", true)));
        shown.put("languages", List.of(Map.of("languageCode", "en", "preference", "preferred")));
        if (!title.isEmpty()) {
            shown.put("organizations", List.of(Map.of("title", title, "primary", true)));
        }
        if (!aliases.isEmpty()) {
            shown.put("aliases", aliases.subList(0, 1));
        }
        if (aliases.size() > 1) {
            shown.put("nonEditableAliases", aliases.subList(1, aliases.size()));
        }
        shown.put("customerId", "C00example");
        shown.put("orgUnitPath", unit);
        shown.put("isMailboxSetup", true);
        shown.put("isEnrolledIn2Sv", false);
        shown.put("isEnforcedIn2Sv", false);
        shown.put("includeInGlobalAddressList", true);
        return shown;
    }
}
