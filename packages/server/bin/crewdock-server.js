#!/usr/bin/env node
import "../dist/bundle/crewdock-server.js";
