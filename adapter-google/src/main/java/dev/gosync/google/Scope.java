package dev.gosync.google;

/** The scopes of access tokens. Each use asks for its own scope only, because one that is not granted fails the request. */
enum Scope {
    /** To read, add and remove members of groups. */
    MEMBERS("admin.directory.group.member", "an admin role that may read and change groups"),
    /** To read members of groups. */
    MEMBERS_TO_READ("admin.directory.group.member.readonly", "an admin role that may read groups"),
    /** To read users and their other addresses. */
    USERS_TO_READ("admin.directory.user.readonly", "an admin role that may read users");

    private final String url;
    private final String role;

    Scope(String name, String role) {
        this.url = "https://www.googleapis.com/auth/" + name;
        this.role = role;
    }

    String url() {
        return url;
    }

    /** The admin role that is needed in addition to the scope. */
    String role() {
        return role;
    }
}
