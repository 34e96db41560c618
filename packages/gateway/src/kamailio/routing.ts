import type { KamailioOptions } from "./options.ts";

/** How requests are checked, who may send them, and where they go (RFC 3261 16). */
export function renderRouting({ domain }: KamailioOptions): string {
  return `request_route {
    if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
    if (!sanity_check("17895", "7")) { exit; }
    if (is_method("OPTIONS") && uri == myself && $rU == $null) { sl_send_reply("200", "OK"); exit; }
    force_rport();
    # who has called is what was proven: a phone may not say it in the name of the telephone system (RFC 3325 5)
    remove_hf("P-Asserted-Identity");
    # which number the caller would like to show is for us alone (RFC 3325 9.2); what it was is read further on all the same
    remove_hf("P-Preferred-Identity");
    remove_hf("X-Crew-Caller-Id");

    # the contact of a browser is xxxx.invalid: the connection is remembered with it.
    # A GRUU gets no alias, which would pin the old connection
    if (proto == WS || proto == WSS) {
        if (is_method("REGISTER")) { fix_nated_register(); }
        else if ($ct != $null && !($ct =~ ";gr=") && !add_contact_alias()) { sl_reply_error(); exit; }
    }

    if (is_method("CANCEL")) {
        if (t_check_trans()) { route(RELAY); }
        exit;
    }
    if (has_totag()) { route(DIALOG); exit; }
    if (is_method("ACK")) { exit; }
    t_check_trans();

    route(AUTH);
    if (is_method("REGISTER")) {
        if (!save("location")) { sl_reply_error(); }
        exit;
    }
    remove_hf("Route");
    if (is_method("INVITE|SUBSCRIBE|REFER")) { record_route(); }
    if (is_method("INVITE")) { route(CALLER_ID); }
    route(TARGET);
    route(RELAY);
}

# Who it is, and whether that may be done. Refused credentials are always a new challenge, never a 403: a phone that is
# asked again after it answered knows that it has to fetch fresh ones.
route[AUTH] {
    # $aU is the whole user name; $au would lose the expiry before the first colon
    if ($aU =~ "^[0-9]+:[^:]+:(call|receive)$") {
        if (!autheph_check("${domain}")) { auth_challenge("${domain}", "1"); exit; }
        $var(user) = $(aU{s.select,1,:});
        $var(use) = $(aU{s.select,2,:});
    } else {
        if (!auth_check("${domain}", "subscriber", "0")) { auth_challenge("${domain}", "1"); exit; }
        $var(user) = $au;
        $var(use) = "account";
    }
    consume_credentials();
    if ($fU != $var(user) || $fd != "${domain}") { sl_send_reply("403", "Wrong Identity"); exit; }
    if (is_method("REGISTER")) {
        if ($tU != $var(user) || $td != "${domain}") { sl_send_reply("403", "Wrong Identity"); exit; }
        return;
    }
    if ($var(use) == "receive") { sl_send_reply("403", "Not Allowed To Call"); exit; }
}

# The number that the caller chose, where the server has proven that this user may show it: the extension, by which the
# other side can call back, and the number (RFC 3325 9.1). Any other is dropped
route[CALLER_ID] {
    $var(proof) = $hdr(X-Crew-Caller-Id);
    if ($pU == $null || $pd != "${domain}" || !($pU =~ "^\\+[1-9][0-9]{6,14}$")) { return; }
    if (!($var(proof) =~ "^[0-9]+:[A-Za-z0-9+/]+=$")) { return; }
    $var(shown) = $(var(proof){s.select,0,:}) + ":" + $var(user) + ":" + $pU;
    if (!autheph_authenticate("$var(shown)", "$(var(proof){s.select,1,:})")) { return; }
    append_hf("P-Asserted-Identity: <sip:$var(user)@${domain}>\r\n");
    append_hf("P-Asserted-Identity: <tel:$pU>\r\n");
}

# Where a new request goes: a user or a GRUU of this domain, or a browser that is connected here. Nothing is relayed.
route[TARGET] {
    if ($(ru{uri.param,alias}) != "") {
        handle_ruri_alias();
        if (!($du =~ "transport=ws")) { sl_send_reply("403", "Alias Not Allowed"); exit; }
        return;
    }
    if (uri != myself) { sl_send_reply("403", "Relaying Denied"); exit; }
    if (!lookup("location")) { sl_send_reply("480", "Temporarily Unavailable"); exit; }
}

# Within a dialog: by GRUU to the connection that the party has now, or by alias to the one that it had.
route[DIALOG] {
    if (!loose_route()) {
        if (is_method("ACK")) {
            if (t_check_trans()) { t_relay(); }
            exit;
        }
        sl_send_reply("404", "Not Here");
        exit;
    }
    if (is_gruu()) {
        if (!lookup("location")) {
            if (!is_method("ACK")) { sl_send_reply("480", "Temporarily Unavailable"); }
            exit;
        }
    } else if ($du == "") { handle_ruri_alias(); }
    # a desk phone is reached by its own address, which is on this machine as every socket here is
    if ($du == $null && $rd != "127.0.0.1") {
        if (!is_method("ACK")) { sl_send_reply("480", "Temporarily Unavailable"); }
        exit;
    }
    route(RELAY);
}

route[RELAY] {
    t_on_reply("ANSWERED");
    if (!t_relay()) { sl_reply_error(); }
    exit;
}

onreply_route[ANSWERED] {
    if ((proto == WS || proto == WSS) && $ct != $null && !($ct =~ ";gr=")) { add_contact_alias(); }
}

`;
}
