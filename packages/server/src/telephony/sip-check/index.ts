export {
  checkSipAccount,
  SIP_CHECK_TIMEOUTS,
  type SipCheckAccount,
  type SipCheckOptions,
  type SipCheckTimeouts,
} from "./check-sip-account.ts";
