package dev.gosync.entra;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the members of a group. Members other than users are left out and counted. Threads may share it. */
final class MemberReader {
    private static final String TYPE = "#microsoft.graph.";

    private MemberReader() {}

    /** Reads the direct members, or with those of nested groups. */
    static AccountListing read(EntraApi api, String place, String group, boolean nested) throws InterruptedException {
        AccountListing members = new AccountListing();
        api.members(place, group, nested, (answer, member) -> add(answer, member, members));
        return members;
    }

    private static void add(JsonAnswer answer, JsonNode member, AccountListing members) {
        String type = answer.text(member, "@odata.type");
        if (!type.equals(TYPE + "user")) {
            members.leaveOut(answer.text(member, "id"), reason(type));
            return;
        }
        members.add(EntraAccount.read(answer, member)
                .orElseThrow(() -> answer.failures().hidden(answer.place(), answer.operation(), "the names")));
    }

    private static String reason(String type) {
        return switch (type.startsWith(TYPE) ? type.substring(TYPE.length()) : type) {
            case "group" -> "group";
            case "device" -> "device";
            case "servicePrincipal" -> "service principal";
            case "orgContact" -> "contact";
            default -> "not a user";
        };
    }
}
