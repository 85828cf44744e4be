// The words of which the program's own messages and the system's errors are made. Nothing else of a text leaves the console in
// its diagnostics: a name, a street or a password is none of these, whatever message it came to stand in.
export const knownWords: ReadonlySet<string> = new Set(
  `
  d dbus_session_bus_address
  a abnormal abort aborted about above abstract accept accepted acknowledged acl activate add added address
  admin administrator after again agent ago agree ahead alert alerting alerts all allergens allow allowed
  along aloud already although altname altnames an and anew announce announcement announcements announcing
  anonymous another answer answered answers any anybody apart api app appindicator application ar are area
  args arm64 array arrive as ascii ask asked asks assertion assets assumed async at attach attended attention
  auth authority authorization authorize authorized authorizer auto autostart await awake away back backend
  bad bak band base basic basic_text be bearer beat been before begin begins begun behind being bell belong
  belongs below beside best between beyond bin blank blocked body book brain bring brings broken browser build
  bus busy but by bytes cache call called came can cancel cancelled cannot capacity capture catch catching
  caught cause causes cert certificate certificates chain chance change changed channel channels character
  characters charset chat chats chatting check checked child choices choose chosen cjs clean click clicked
  client clock close closed closes closing cmd code codes collect collected column come comfortable command
  common compact compare computer configured conflict conn connect connected connecting connection connections
  console consoles const contains content contents control convert copy correct corrupt could counter
  counterbell crashed created critical cross crypto csp css currency current cursor customer customers damaged
  dark darwin dashes data date day dbus de deaf debug debugging decided decides declare declares default delay
  delayed delete deleted deletes delivered delivery delta denied density deny desktop details device devices
  devtools diagnostics did dies digits dine dir direct directly directory disable disconnect disconnected disk
  dismiss display disturb dns do does doing done doorbell dot dots down download drifts drop dropped due dunst
  durable during eacces eaddrinuse eaddrnotavail eai_again eai_nodata ebusy econnrefused econnreset edquot
  eexist effect ehostunreach eisdir electron element else elsewhere emfile empty en enabled encrypted end
  ended endless ends enetdown enetunreach enoent enospc enotdir enotfound enrol enrolled enrolling enrolment
  entered entries entry env environment eperm epipe eproto erofs err error errors es escalation escalations
  established etc etimedout eur europe even event events every everything eviction exactly exceeded exception
  excepts exe exec existing exit expired export extension external fail failed failing failure failures false
  far fault fetch few file files fingerprint firewall first flags flash flows focus folder followed font for
  forbidden force foreach foreign forgotten fork form format found fr frame free freedesktop from frozen fs
  fulfilment full function gap gateway gave gesture get getaddrinfo gets gib give given global gnome
  gnome_libsecret go gone good gpu granted group half handle handled handshake hang has have headers heads
  health healthz heard hearing hello help here hidden hide history hklm hold holds host hosts how html http
  https hung i ia32 ico icon icons id idempotency idle if ignore image in inactive inbox includes index info
  input insecure inside inspect install instance instanceof instead int integrity intended intent interface
  internal internet interrupted into invalid io ipc ipv4 ipv6 is iso isolation issuer it item items its itself
  jank javascript join journal js json just kde keep keeps kept key keychain keyring keys killed kind know
  known knows kwallet kwallet5 kwallet6 ladder large last late later launch launcher leaf leave leaving ledger
  left length let lets letters level library lies life light limit line link linux list listed listener lists
  literal live load loaded localhost lock locked log login logs lone long look looked looks lookup lost loud
  made main maintenance make makes mako malformed managed manager many map markup match may me meanwhile
  member menu message messages method metrics mib minimise minimises minimize minute minutes missing mkdir
  mock modifiers moment more most moved ms much must name named nameless names namespace navigate navigation
  need needed needs neither nested net network never new newer news next no nobody node none nor nosniff not
  note nothing notice notices notification notifications notify notifyd now null nullable number numeric
  object octet of off offers office offline ok old older oldest omit on once one ones only oom open opened
  operation optional options or order orders origin origins os other others otherwise out outbox output
  outside over overtaken own owned owner package page paid paper part parts passed password patch path paused
  pending people perform permission permitted person phase phone phones pick picture ping pinned pipe place
  placed platform play played plays plist plugin plutil png policies policy polling pong port ports position
  possible post power powershell prefault preferences prefix preload preparing presence pressed presses
  prevent principal print private process program programs promised promises properties property protocol
  prove proxy public published push pusher put quantity queries query quiet quit quitting quota raised rang
  rangeerror reach reached reaches read readable readonly reads ready readyz realtime reason recall receipt
  receipts received record recursive redirect ref referenceerror refetched refused refuses reg register reject
  rejected rejection relaunch released remote remove removed rename renamed render renderer renewed repair
  repaired request requested required reset resolved resolver response restart restarted restaurant
  restaurants restore restored resume retry return reuse reused revoke revoked rewrote right ring ringing
  rings rm roles room root row rule rules run rung running runs runtime s safe safely same sandbox saved say
  says schema screen seal sealed seccomp second seconds secret secrets secure security securitypolicyviolation
  see seem seen self send sender sending sends sense sent separator seq sequenced serial server service
  session sessions set settings settle settled setuid sha shop should show showed shown shows shutdown sid
  sight sighup sigint sign signal signature signed signin signs sigterm silence silent since single site skip
  skipped slice slices slow slowest small snapshot so socket socks software sold some somebody something
  somewhere soon sought sound sounded sounds source space spaces speak speaker speaks special split ssl staff
  stage stale stand standing start started starting starts state status stay stays step stepped still stop
  stopped store stored storm stranger stream streams string subprocess subscribe subscribed subscriber
  subscription succeeded success such support suppress surrogate suspend suspended suspension svg sweep switch
  switched syntaxerror system systemd table tabs take taken takes task tcp tell telling template temporarily
  terminal test text than that the their them theme then there these they thing this those throttled through
  tick ticked ticket time timeline timeout timers times tls tlsv1 to toast toasted together token told too
  took torn total touched tray treat tried trouble true trust trusted try ttl tunnel turn two type typeerror
  unable unaccepted unanswered unauthorized unavailable undefined understand understands understood undo
  undoes unexpected union unix unknown unless unlisted unlock unnamed unreachable unread unreadable
  unrecognized unresponsive unsafe unsafely unsaid unsent unset unsubscribe unsupported until unusable up
  update updated upgrade urgency url urlencoded us usable use used user usr utc utf util utility valid value
  values variant verb verdict verify version view violation visible visitor volume wait waiting waits wake
  walked wall wants warn was watch watched watcher watches way ways we weak web webhook websocket webview well
  went were what when where whether which while who whoever whole whose why will win win32 window windows wipe
  with withdraw withdrawn within without word words work works would write written wrong ws wss www x64 xfce
  xfce4 xml yet you your zod zone
`
    .trim()
    .split(/\s+/),
);
