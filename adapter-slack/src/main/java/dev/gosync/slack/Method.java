package dev.gosync.slack;

/** The methods of Slack's Web API that this adapter calls, with the scopes that each of them needs. */
enum Method {
    AUTH_TEST("auth.test", "no scope"),
    CONVERSATIONS_INFO("conversations.info", "channels:read, for a private channel groups:read"),
    CONVERSATIONS_INVITE("conversations.invite", "channels:manage, for a private channel groups:write"),
    CONVERSATIONS_KICK("conversations.kick", "channels:manage, for a private channel groups:write"),
    CONVERSATIONS_LIST("conversations.list", "channels:read and groups:read"),
    CONVERSATIONS_MEMBERS("conversations.members", "channels:read, for a private channel groups:read"),
    USERGROUPS_DISABLE("usergroups.disable", "usergroups:write"),
    USERGROUPS_ENABLE("usergroups.enable", "usergroups:write"),
    USERGROUPS_LIST("usergroups.list", "usergroups:read"),
    USERGROUPS_USERS_LIST("usergroups.users.list", "usergroups:read"),
    USERGROUPS_USERS_UPDATE("usergroups.users.update", "usergroups:write"),
    USERS_INFO("users.info", "users:read and users:read.email"),
    USERS_LIST("users.list", "users:read and users:read.email"),
    USERS_LOOKUP_BY_EMAIL("users.lookupByEmail", "users:read and users:read.email");

    private final String text;
    private final String scopes;

    Method(String text, String scopes) {
        this.text = text;
        this.scopes = scopes;
    }

    /** Slack's name of the method. */
    String text() {
        return text;
    }

    /** The scopes that the token of a bot needs for it. */
    String scopes() {
        return scopes;
    }
}
