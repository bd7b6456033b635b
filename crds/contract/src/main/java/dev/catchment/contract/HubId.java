package dev.catchment.contract;

import java.util.regex.Pattern;

/**
 * Which hub: the namespace and name of its Workspace. Both are DNS labels, so that every name derived from them
 * ({@link Subjects}) is unambiguous: a label holds no {@code _} and no {@code .}.
 */
public record HubId(String namespace, String workspace) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    public HubId {
        requireLabel("namespace", namespace);
        requireLabel("workspace", workspace);
    }

    private static void requireLabel(String what, String value) {
        if (!LABEL.matcher(value).matches()) {
            throw new IllegalArgumentException(what + " \"" + value
                    + "\" is not a DNS label: use at most 63 lower-case letters, digits and hyphens");
        }
    }

    @Override
    public String toString() {
        return namespace + "/" + workspace;
    }
}
